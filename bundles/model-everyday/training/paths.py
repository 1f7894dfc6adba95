"""Finds what the training of the motion model has already: importing this makes motion_data and tdn_torch importable."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
MOTION = os.path.join(HERE, '..', '..', 'model-motion')
sys.path.append(os.path.join(MOTION, 'training'))
