from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings import checks, loading
from settings.mistakes import Mistake, Mistakes

WithLine = Callable[[str, str], int]
SECRET = "0123456789abcdefghijABCDEFGHIJ_-0"


def _url(with_line: WithLine, url: str) -> int:
    # The only empty one but `data`.
    return with_line('url = ""', f'url = "{url}"')


def _mistakes(config: Path) -> tuple[Mistake, ...]:
    with pytest.raises(Mistakes) as caught:
        loading.load(config)
    return caught.value.mistakes


def _secret(config: Path, content: str = SECRET) -> None:
    (config.parent / "webhook-secret").write_text(content, encoding="utf-8")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://bridge.example.org/telegram/a-b_c.1", "/telegram/a-b_c.1"),
        ("https://bridge.example.org:8443/x", "/x"),
        ("https://[2001:db8::1]/x", "/x"),
        ("http://127.0.0.1:8081/x", "/x"),
    ],
)
def test_a_webhook_has_an_address_a_path_and_a_secret(
    config: Path, with_line: WithLine, url: str, path: str
) -> None:
    _url(with_line, url)
    _secret(config, f"{SECRET}\n")

    found = loading.load(config).telegram.webhook

    assert (found.url, found.path, found.secret()) == (url, path, SECRET)
    assert found.host_and_port == ("127.0.0.1", 8443)


def test_without_an_address_nobody_looks_for_the_secret(config: Path) -> None:
    assert loading.load(config).telegram.webhook.url == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://bridge.example.org/x",
        "https://bridge.example.org",
        "https://bridge.example.org/",
        "https://bridge.example.org/x/",
        "https://bridge.example.org/x?y=1",
        "https://bridge.example.org/x#y",
        "https://me:sesame@bridge.example.org/x",
        "https://bridge.example.org/healthz",
        "https://bridge.example.org/%41",
        "https://枫桥.example.org/x",
        "https://bridge.example.org/123456789:invented-token-of-nobody-at-all",
        "bridge.example.org/x",
    ],
)
def test_an_address_that_cannot_be_is_said_and_not_repeated(
    config: Path, with_line: WithLine, url: str
) -> None:
    line = _url(with_line, url)
    _secret(config)

    (mistake,) = _mistakes(config)

    assert (mistake.key, mistake.line) == ("telegram.webhook.url", line)
    assert "example" not in mistake.sentence
    assert "invented" not in mistake.sentence


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "names a file that is not there"),
        ("", "must hold 32 to 256"),
        ("a" * 31, "must hold 32 to 256"),
        ("a" * 257, "must hold 32 to 256"),
        ("a" * 40 + "+", "must hold 32 to 256"),
        ("枫" * 40, "must hold 32 to 256"),
        (f"{SECRET}\n{SECRET}", "must hold 32 to 256"),
    ],
)
def test_a_webhook_without_a_good_secret_is_a_mistake_unless_no_token_is_needed(
    config: Path, with_line: WithLine, content: str | None, said: str
) -> None:
    _url(with_line, "https://bridge.example.org/x")
    if content is not None:
        _secret(config, content)

    (mistake,) = _mistakes(config)

    assert mistake.key == "telegram.webhook.secret_file"
    assert said in mistake.sentence
    assert "Webhooks" in mistake.sentence
    assert loading.load(config, token_needed=False).telegram.webhook.url


@pytest.mark.parametrize(
    ("listen", "found"),
    [
        ("0.0.0.0:80", ("0.0.0.0", 80)),  # noqa: S104 - a name in a test
        ("[::1]:8443", ("::1", 8443)),
        ("inside.example.org:65535", ("inside.example.org", 65535)),
    ],
)
def test_a_process_listens_where_it_is_told(
    config: Path, with_line: WithLine, listen: str, found: tuple[str, int]
) -> None:
    with_line('listen = "127.0.0.1:8443"', f'listen = "{listen}"')

    assert loading.load(config).telegram.webhook.host_and_port == found


@given(st.from_regex(r"https?://[a-z.:@0-9]{1,12}(/[a-zA-Z.?#% ]{0,4}){0,3}", fullmatch=True))
def test_an_address_is_taken_as_it_is_or_not_at_all(url: str) -> None:
    try:
        taken = checks.webhook_url(url)
    except ValueError:
        return

    parts = urlsplit(taken)
    assert taken == url
    assert parts.path.strip("/")
    assert (parts.query, parts.fragment, parts.username) == ("", "", None)


@pytest.mark.parametrize("listen", ["", "8443", ":8443", "host:", "host:0", "host:65536", "::1:80"])
def test_where_nobody_can_listen_is_a_mistake(
    config: Path, with_line: WithLine, listen: str
) -> None:
    with_line('listen = "127.0.0.1:8443"', f'listen = "{listen}"')

    (mistake,) = _mistakes(config)

    assert mistake.key == "telegram.webhook.listen"
    assert "such as 127.0.0.1:8443" in mistake.sentence


@pytest.mark.parametrize("count", ["0", "101", '"40"'])
def test_telegram_brings_one_to_a_hundred_at_once(
    config: Path, with_line: WithLine, count: str
) -> None:
    with_line("connections = 40", f"connections = {count}")

    (mistake,) = _mistakes(config)

    assert mistake.key == "telegram.webhook.connections"
    assert "from 1 to 100" in mistake.sentence
