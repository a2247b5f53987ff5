"""Experiments: could a test tell, did it work, and what has been learned.

design and schedule make a Plan, readout gives a Readout with its Verdicts, log keeps Experiments; fitting is the one arithmetic under them.
"""
