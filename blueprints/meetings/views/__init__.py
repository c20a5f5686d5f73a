"""The routes of the room, one module per noun."""
