"""How well the program does on data whose answers are known; `evaluate` and `fit` run it."""
