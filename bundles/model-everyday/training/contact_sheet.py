"""Writes a picture with a row of frames for each action, to be looked at. Arguments: output file [seed [first label [last]]]."""
import sys
import cv2
import numpy as np
import people_data

out, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
first, last = (int(sys.argv[3]), int(sys.argv[4])) if len(sys.argv) > 4 else (0, len(people_data.CLASSES))
rng = np.random.default_rng(seed)
rows = []
for label in range(first, last):
    clips = [people_data.render(rng, label, 60, 112, np.linspace(4, 55, 5).astype(int)) for _ in range(2)]
    row = np.hstack([np.hstack(list(clip)) for clip in clips])
    cv2.putText(row, people_data.CLASSES[label], (3, 10), cv2.FONT_HERSHEY_SIMPLEX, 0.35, (255, 255, 255), 1, cv2.LINE_AA)
    rows.append(row)
cv2.imwrite(out, np.vstack(rows))
