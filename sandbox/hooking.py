"""setWebhook, deleteWebhook and getWebhookInfo."""

from sandbox import limits, polling, webhook
from sandbox.state import State
from sandbox.wire import Json


def set_webhook(state: State, params: Json) -> bool:
    """Bring updates to an address from now on, and end a poll that waits.

    Of a webhook that was set before nothing is left: what is under way to it
    is brought again, whatever it is answered.
    """
    hook = webhook.checked(
        params["url"],
        params.get("secret_token", ""),
        params.get("max_connections", limits.WEBHOOK_CONNECTIONS_BY_DEFAULT),
    )
    polling.remember_kinds(state, params)
    _drop_if_asked(state, params)
    state.webhook = hook
    state.mail.ring()
    state.news.ring()
    return True


def delete_webhook(state: State, params: Json) -> bool:
    """Keep updates until they are fetched, or drop what waits if asked to."""
    _drop_if_asked(state, params)
    state.webhook = None
    state.news.ring()
    return True


def get_webhook_info(state: State, _params: Json) -> Json:
    """Return where updates are brought, how many wait, and the last error."""
    hook = state.webhook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.waiting),
    }
    if hook is None:
        return info
    info["max_connections"] = hook.connections
    if hook.error:
        info |= {"last_error_date": int(hook.error_at), "last_error_message": hook.error}
    if state.updates.allowed:
        info["allowed_updates"] = sorted(state.updates.allowed)
    return info


def _drop_if_asked(state: State, params: Json) -> None:
    if params.get("drop_pending_updates"):
        state.updates.drop()
