"""A body of 15 joints: where they are when pelvis, trunk, hands and feet do what an action says.

Coordinates are metres in the person's own frame: x to the left hand, y up, z forward. Arrays are frames x 3. Elbows and
knees follow from hands and feet by two-bone inverse kinematics, so that feet stand where they are put."""
import numpy as np

LEFT, RIGHT = 0, 1
SIDE = (1.0, -1.0)


class Body:
    """Lengths and radii in metres, colours in BGR."""

    def __init__(self, rng):
        k = rng.uniform(0.62, 0.8) if rng.random() < 0.12 else rng.uniform(0.86, 1.12)     # a child, or a grown-up
        stout = rng.uniform(0.8, 1.5)
        self.thigh, self.shin, self.upper, self.fore = 0.44 * k, 0.44 * k, 0.30 * k, 0.26 * k
        self.torso, self.head = 0.50 * k, 0.115 * rng.uniform(0.9, 1.15) * (k + 1) / 2
        self.shoulder, self.hips = 0.18 * k * rng.uniform(0.9, 1.2), 0.10 * k * rng.uniform(0.9, 1.3)
        self.arm, self.leg, self.trunk = 0.045 * rng.uniform(0.8, 1.4), 0.075 * rng.uniform(0.8, 1.4), 0.13 * stout
        self.leg_length, self.arm_length = self.thigh + self.shin, self.upper + self.fore
        self.height = self.leg_length + self.torso + 2.3 * self.head
        skins = np.array([[150, 180, 225], [110, 150, 200], [70, 105, 160], [45, 65, 105]], float)
        colour = lambda: rng.uniform(10, 245, 3)
        self.colour = dict(shirt=colour(), trousers=colour(), skin=skins[rng.integers(4)] * rng.uniform(0.8, 1.1),
                           shoe=rng.uniform(0, 90, 3), hair=rng.uniform(0, 120, 3), tool=colour())
        self.sleeves, self.shorts, self.skirt = rng.random() < 0.5, rng.random() < 0.25, rng.random() < 0.15
        self.right_handed = rng.random() < 0.85


class Motion:
    """What a person does over some frames; a new one stands still with hanging arms."""

    def __init__(self, body, frames):
        zero = np.zeros(frames)
        point = lambda x, y, z: np.stack([zero + x, zero + y, zero + z], 1)
        self.body, self.frames = body, frames
        self.path = point(0, 0, 0)                                   # over the ground
        self.pelvis = point(0, 0, 0)                                 # from where it is when standing
        self.bend, self.lean, self.twist = zero.copy(), zero.copy(), zero.copy()        # trunk: forward, left, turned
        self.pitch, self.roll, self.turn = zero.copy(), zero.copy(), zero.copy()        # the whole body
        self.air = zero.copy()                                       # how far the lowest joint is above the ground
        self.nod = zero.copy()
        self.hands = [point(0.10 * SIDE[k], -0.94 * body.arm_length, 0.06) for k in (0, 1)]   # from the shoulder
        self.feet = [point(1.1 * body.hips * SIDE[k], 0, 0) for k in (0, 1)]                  # on the ground
        self.elbows = [point(0.6 * SIDE[k], -0.5, -1.0) for k in (0, 1)]                      # where they point
        self.knees = [point(0.25 * SIDE[k], 0, 1.0) for k in (0, 1)]
        self.held = {}                                               # side -> racket, box, cup, phone, ball
        self.fall_free = False                                       # feet follow the pelvis instead of the ground

    def joints(self):
        """Joints in the person's frame: name -> frames x 3."""
        b = self.body
        root = chain(turn_y(self.turn), turn_x(self.pitch), turn_z(self.roll))
        trunk = chain(turn_x(self.bend), turn_z(self.lean), turn_y(self.twist))
        hip = self.pelvis + [0, 0.965 * b.leg_length, 0]
        at = lambda frame, v: np.einsum('nij,nj->ni', frame, np.broadcast_to(np.asarray(v, float), (self.frames, 3)))
        neck = hip + at(trunk, [0, b.torso, 0])
        skull = chain(trunk, turn_x(self.nod - 0.5 * self.bend))
        j = dict(pelvis=hip, neck=neck, head=neck + at(skull, [0, 1.5 * b.head, 0.02]))
        j['face'] = j['head'] + at(skull, [0, 0, b.head])
        for k in (0, 1):
            shoulder = neck + at(trunk, [SIDE[k] * b.shoulder, -0.05, 0])
            elbow, wrist = reach(shoulder, shoulder + at(trunk, self.hands[k]), at(trunk, self.elbows[k]),
                                 b.upper, b.fore)
            socket = hip + [SIDE[k] * b.hips, 0, 0]
            foot = self.feet[k] + [0, 0.06, 0] + (self.pelvis if self.fall_free else 0)
            knee, ankle = reach(socket, foot, self.knees[k], b.thigh, b.shin)
            shin = ankle - knee
            forward = np.cross(shin, np.cross(np.array([0.12 * SIDE[k], 0, 1.0]), shin))
            toe = ankle + 0.15 * unit(forward * [1, 0.4, 1] if not self.fall_free else forward) - [0, 0.03, 0]
            j.update({f'shoulder{k}': shoulder, f'elbow{k}': elbow, f'wrist{k}': wrist, f'hip{k}': socket,
                      f'knee{k}': knee, f'ankle{k}': ankle, f'toe{k}': toe})
        j = {name: at(root, v) for name, v in j.items()}
        lowest = np.min([v[:, 1] for v in j.values()], 0) - 0.03
        shift = np.stack([self.path[:, 0], self.air - lowest, self.path[:, 2]], 1)
        return {name: v + shift for name, v in j.items()}


def unit(v):
    return v / (np.linalg.norm(v, axis=-1, keepdims=True) + 1e-9)


def reach(root, target, pole, first, second):
    """The middle and the end of a limb that reaches for a target, its middle bent towards a pole."""
    v = target - root
    length = np.linalg.norm(v, axis=1, keepdims=True)
    n = v / (length + 1e-9)
    d = np.clip(length, abs(first - second) + 0.06, 0.995 * (first + second))
    along = (first ** 2 - second ** 2 + d ** 2) / (2 * d)
    across = np.sqrt(np.maximum(first ** 2 - along ** 2, 0))
    side = unit(pole - (pole * n).sum(1, keepdims=True) * n)
    return root + n * along + side * across, root + n * d


def matrix(rows):
    return np.stack([np.stack(np.broadcast_arrays(*row), -1) for row in rows], -2)


def turn_x(a):                                                       # up goes forward
    c, s, o, i = np.cos(a), np.sin(a), 0 * a, 0 * a + 1
    return matrix([[i, o, o], [o, c, -s], [o, s, c]])


def turn_y(a):                                                       # forward goes left
    c, s, o, i = np.cos(a), np.sin(a), 0 * a, 0 * a + 1
    return matrix([[c, o, s], [o, i, o], [-s, o, c]])


def turn_z(a):                                                       # up goes left
    c, s, o, i = np.cos(a), np.sin(a), 0 * a, 0 * a + 1
    return matrix([[c, s, o], [-s, c, o], [o, o, i]])


def chain(first, *others):
    for other in others:
        first = first @ other
    return first
