"""`relief quote`: the arithmetic held against a lender's own vectors. The JSON edge only; it computes nothing."""
