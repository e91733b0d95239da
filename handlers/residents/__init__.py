"""What residents say and press in their private chat with the bot."""
