"""The pages of the service room, by noun."""
