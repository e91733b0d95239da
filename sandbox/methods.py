"""Which function does which method of the Bot API."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from sandbox import asking, deleting, forum, hooking, introducing, sending
from sandbox.state import State
from sandbox.wire import Json

Work = Callable[[State, Json], Any]

WORK: Mapping[str, Work] = MappingProxyType(
    {
        "getMe": asking.get_me,
        "getChat": asking.get_chat,
        "getFile": asking.get_file,
        "answerCallbackQuery": asking.answer_callback_query,
        "setWebhook": hooking.set_webhook,
        "deleteWebhook": hooking.delete_webhook,
        "getWebhookInfo": hooking.get_webhook_info,
        "sendMessage": sending.send_message,
        "sendPhoto": sending.send_photo,
        "sendDocument": sending.send_document,
        "createForumTopic": forum.create_forum_topic,
        "deleteForumTopic": forum.delete_forum_topic,
        "editMessageText": sending.edit_message_text,
        "editMessageReplyMarkup": sending.edit_message_reply_markup,
        "sendChatAction": sending.send_chat_action,
        "deleteMessage": deleting.delete_message,
        "deleteMessages": deleting.delete_messages,
        "setMyCommands": introducing.set_my_commands,
        "getMyCommands": introducing.get_my_commands,
        "deleteMyCommands": introducing.delete_my_commands,
        "setMyDescription": introducing.set_my_description,
        "getMyDescription": introducing.get_my_description,
        "setMyShortDescription": introducing.set_my_short_description,
        "getMyShortDescription": introducing.get_my_short_description,
    }
)
"""All but getUpdates, the only one that waits."""
