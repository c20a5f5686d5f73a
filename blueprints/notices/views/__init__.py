"""The pages of notices, by what one does there."""
