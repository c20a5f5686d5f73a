"""The domain machinery: database, audit, flows, numbers, clocks. Knows no area of the trade."""
