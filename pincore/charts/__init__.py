"""Small frames in, Vega-Lite specifications out: the only room that imports altair.

A specification is built once for its options and holds no data: the face sends the frame beside it. The `shape_`
functions give the frame that the `draw_` function of the same file expects.
"""
