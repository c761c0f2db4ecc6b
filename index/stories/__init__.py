"""Which articles are copies of one story: a wire report as several papers print it."""
