"""The lending core: money, dates, arithmetic, policy and bookings. It knows nothing of chat."""
