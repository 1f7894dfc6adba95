"""What people do: each action sets a Motion's pelvis, trunk, hands and feet over time.

`t` is time in seconds, `u` progress from 0 to 1 with a random start, end and easing. Every number that a real person would
vary is drawn from `rng`: tempo, reach, handedness, how far, how often, and what the idle limbs do."""
import numpy as np
from skeleton import LEFT, RIGHT, SIDE, Body, Motion

CLASSES = ["Standing still", "Walking", "Running", "Jumping", "Doing jumping jacks", "Squatting", "Sitting down",
           "Standing up", "Bending down", "Falling to the ground", "Getting up from the ground", "Waving one hand",
           "Waving both hands", "Clapping", "Punching", "Kicking", "Throwing something overarm", "Raising both arms",
           "Swinging a racket", "Lunging to the side", "Two people fighting", "Two people shaking hands"]
NEEDS_SEAT = ("Sitting down", "Standing up")
PAIRS = ("Two people fighting", "Two people shaking hands")


class Scene:
    """Draws for one action: a motion, its time and its random numbers."""

    def __init__(self, rng, t, u, body):
        self.rng, self.t, self.u = rng, t, u
        self.m, self.b = Motion(body, len(t)), body
        self.arm, self.leg = body.arm_length, body.leg_length
        self.tempo = 2 * np.pi * rng.uniform(0.65, 1.4)
        self.phase = rng.uniform(0, 2 * np.pi)
        self.strong = RIGHT if body.right_handed else LEFT
        self.idle()

    def idle(self):
        """Nobody stands quite still: the trunk sways, the arms hang their own way."""
        rng, m = self.rng, self.m
        m.bend = m.bend + rng.normal(0.04, 0.05) + self.sway(0.015)
        m.lean = m.lean + self.sway(0.015)
        m.nod = m.nod + rng.normal(0, 0.15)
        spread, ahead = rng.uniform(-0.05, 0.16), rng.normal(0.03, 0.06)
        for k in (0, 1):
            m.hands[k] = m.hands[k] + [SIDE[k] * spread, rng.uniform(0, 0.12), ahead]
            m.feet[k] = m.feet[k] + [SIDE[k] * rng.uniform(-0.02, 0.1), 0, rng.normal(0, 0.05)]
        self.stance()

    def stance(self):
        """Some people keep hands on hips, folded, in pockets or behind the back."""
        habit = self.rng.random()
        if habit < 0.06: self.hand(LEFT, 0.05, -0.62, -0.05); self.hand(RIGHT, 0.05, -0.62, -0.05)
        elif habit < 0.12: self.hand(LEFT, -0.42, -0.45, 0.35); self.hand(RIGHT, -0.42, -0.40, 0.33)
        elif habit < 0.16: self.hand(LEFT, -0.2, -0.72, -0.3); self.hand(RIGHT, -0.2, -0.72, -0.3)

    def sway(self, size, hertz=0.3):
        return size * np.sin(2 * np.pi * hertz * self.rng.uniform(0.6, 1.5) * self.t + self.rng.uniform(0, 6.28))

    def wave(self, speed=1.0, lag=0.0):
        return np.sin(self.tempo * speed * self.t + self.phase + lag)

    def pulse(self, speed=1.0, lag=0.0):
        """0 to 1 and back, over and over."""
        return 0.5 - 0.5 * np.cos(self.tempo * speed * self.t + self.phase + lag)

    def bell(self):
        return np.sin(np.pi * self.u)

    def hand(self, k, out, up, ahead):
        """Puts a hand somewhere: from its shoulder, in arm lengths; `out` is away from the body."""
        zero = np.zeros(len(self.t))
        self.m.hands[k] = np.stack([(zero + out) * SIDE[k], zero + up, zero + ahead], 1) * self.arm

    def blend(self, k, amount, out, up, ahead):
        """Moves a hand from where it is towards a place."""
        zero = np.zeros(len(self.t))
        place = np.stack([(zero + out) * SIDE[k], zero + up, zero + ahead], 1) * self.arm
        self.m.hands[k] = self.m.hands[k] + (zero + amount)[:, None] * (place - self.m.hands[k])

    def gait(self, speed, stride, lift, swing, elbow):
        rng, m = self.rng, self.m
        cycle = self.tempo * speed * self.t + self.phase
        for k, g in ((0, 0.0), (1, np.pi)):
            m.feet[k][:, 2] += stride * np.cos(cycle + g)
            m.feet[k][:, 1] += lift * np.maximum(0, -np.sin(cycle + g)) ** 0.8
            arm = -np.cos(cycle + g)
            self.hand(k, rng.uniform(0.02, 0.18), -0.93 + 0.5 * elbow + 0.10 * swing * np.abs(arm),
                      0.05 + 0.5 * elbow + swing * arm)
            m.elbows[k] = m.elbows[k] * [1, 1, 1]
        m.twist = m.twist + 0.12 * swing * np.cos(cycle)
        m.pelvis[:, 1] -= 0.10 * stride + 0.04 * stride * np.cos(2 * cycle)
        advance = stride * self.tempo * speed * 2 / np.pi
        mode = rng.random()                                          # across the picture, on the spot, in a curve
        if mode < 0.72:
            way = advance * (self.t - self.t.mean())
            m.path[:, 2] += way * min(1, rng.uniform(0.6, 1.6) / (np.abs(way).max() + 1e-6))   # stays in sight
            if mode > 0.6: m.turn = m.turn + rng.choice([-1, 1]) * rng.uniform(0.3, 1.2) * (self.u - 0.5)

    def seat(self, s):
        """From standing (0) to sitting (1)."""
        m, b = self.m, self.b
        m.pelvis[:, 1] -= self.rng.uniform(0.42, 0.52) * b.leg_length * s
        m.pelvis[:, 2] -= 0.42 * b.leg_length * s
        m.bend = m.bend + self.rng.uniform(0.3, 0.8) * np.sin(np.pi * np.clip(s, 0, 1)) + 0.05 * s
        if self.rng.random() < 0.6:
            for k in (0, 1): self.blend(k, s, 0.02, -0.55, 0.5)

    def down(self, f):
        """From standing (0) to lying (1), somewhere between forward, backward and sideways."""
        rng, m = self.rng, self.m
        way = rng.random()
        angle = rng.uniform(1.3, 1.62) * f
        if way < 0.34: m.roll = m.roll + rng.choice([-1, 1]) * angle
        elif way < 0.68: m.pitch = m.pitch + angle
        else: m.pitch = m.pitch - angle
        m.turn = m.turn + rng.normal(0, 0.5) * f
        crumple = np.sin(np.pi * np.clip(f, 0, 1)) * rng.uniform(0.3, 1.0)
        m.pelvis[:, 1] -= 0.45 * self.leg * crumple
        m.bend = m.bend + rng.normal(0, 0.3) * f + 0.5 * crumple * (1 if way < 0.68 else -0.3)
        for k in (0, 1):
            m.feet[k][:, 2] += rng.uniform(-0.3, 0.45) * self.leg * f
            m.feet[k][:, 1] += rng.uniform(0, 0.35) * self.leg * f
            flail = np.sin(np.pi * np.clip(f, 0, 1))
            self.blend(k, np.clip(1.5 * f, 0, 1), rng.uniform(0.1, 0.8), rng.uniform(-0.7, 0.5),
                       rng.uniform(0.1, 0.7))
            self.blend(k, 0.6 * flail, rng.uniform(0.2, 0.9), rng.uniform(-0.2, 0.8), rng.uniform(0.2, 0.8))


def standing_still(s):
    """Also in poses that people hold: arms somewhere, a leg lifted, a trunk bent or turned."""
    rng, m = s.rng, s.m
    if rng.random() < 0.45:
        for k in (0, 1):
            if rng.random() < 0.7: s.hand(k, rng.uniform(-0.3, 1), rng.uniform(-0.9, 0.95), rng.uniform(-0.1, 0.9))
        m.bend = m.bend + rng.choice([0, 0, rng.uniform(-0.2, 1.3)])
        m.lean = m.lean + rng.choice([0, 0, rng.uniform(-0.7, 0.7)])
        m.pelvis[:, 1] -= rng.choice([0, 0, rng.uniform(0.1, 0.5)]) * s.leg
        if rng.random() < 0.4:
            k = int(rng.integers(2))
            m.feet[k] = m.feet[k] + [SIDE[k] * rng.uniform(0, 0.5), rng.uniform(0, 0.5), rng.uniform(-0.6, 0.7)]
    if rng.random() < 0.12: m.pitch = m.pitch + rng.choice([-1, 1]) * rng.uniform(1.2, 1.6)


def walking(s):
    s.gait(s.rng.uniform(0.75, 1.1), s.rng.uniform(0.2, 0.36) * s.leg, 0.12 * s.leg, s.rng.uniform(0.1, 0.4),
           s.rng.uniform(0, 0.2))
    if s.rng.random() < 0.15:                                        # something is carried
        s.m.held[s.strong] = 'box'
        for k in (0, 1): s.hand(k, -0.05, -0.5, 0.5)


def running(s):
    s.gait(s.rng.uniform(1.6, 2.1), s.rng.uniform(0.34, 0.5) * s.leg, 0.42 * s.leg, s.rng.uniform(0.3, 0.55),
           s.rng.uniform(0.6, 0.9))
    s.m.bend = s.m.bend + s.rng.uniform(0.08, 0.3)
    s.m.air = s.m.air + 0.05 * s.leg * np.abs(s.wave(s.rng.uniform(1.6, 2.1)))


def jumping(s):
    fly, crouch = np.clip(s.wave(1.1), 0, 1), np.clip(-s.wave(1.1), 0, 1) ** 1.5
    s.m.air = s.m.air + s.rng.uniform(0.2, 0.5) * fly
    s.m.pelvis[:, 1] -= s.rng.uniform(0.2, 0.4) * s.leg * crouch
    s.m.bend = s.m.bend + 0.4 * crouch
    up = s.rng.uniform(-0.3, 1.0)
    tuck = s.rng.uniform(0, 0.35) * s.leg * fly
    for k in (0, 1):
        s.blend(k, fly, 0.2, up, 0.3); s.blend(k, crouch, 0.1, -0.8, -0.45)
        s.m.feet[k][:, 1] += tuck
    if s.rng.random() < 0.3: s.m.path[:, 2] += s.rng.uniform(0.3, 1.2) * (s.u - 0.5)


def jumping_jacks(s):
    p = s.pulse(1.1)
    for k in (0, 1):
        angle = 0.12 + 2.7 * p
        s.hand(k, 0.95 * np.sin(angle), -0.95 * np.cos(angle), 0.05)
        s.m.feet[k][:, 0] += SIDE[k] * s.rng.uniform(0.3, 0.4) * s.leg * p
    s.m.pelvis[:, 1] -= 0.06 * s.leg * p
    s.m.air = s.m.air + 0.07 * np.abs(s.wave(1.1))


def squatting(s):
    depth = s.rng.uniform(0.4, 0.66) * s.leg
    p = s.pulse(0.9) if s.rng.random() < 0.75 else s.bell()
    s.m.pelvis[:, 1] -= depth * p
    s.m.pelvis[:, 2] -= 0.45 * depth * p
    s.m.bend = s.m.bend + s.rng.uniform(0.35, 0.75) * p
    style = s.rng.random()
    for k in (0, 1):
        s.m.feet[k][:, 0] += SIDE[k] * 0.09
        if style < 0.5: s.blend(k, p, 0, -0.1, 0.95)
        elif style < 0.75: s.hand(k, -0.25, -0.35, 0.4)


def sitting_down(s): s.seat(s.u)


def standing_up(s): s.seat(1 - s.u)


def bending_down(s):
    f = s.bell() if s.rng.random() < 0.6 else s.u
    s.m.bend = s.m.bend + s.rng.uniform(1.2, 1.9) * f
    s.m.pelvis[:, 2] -= 0.15 * s.leg * f
    s.m.pelvis[:, 1] -= s.rng.choice([0.02, 0.25]) * s.leg * f
    for k in (0, 1):
        if k == s.strong or s.rng.random() < 0.6: s.blend(k, f, 0.0, -0.1 * f, 0.9)


def falling(s): s.down(np.clip(s.u, 0, 1) ** s.rng.uniform(1.5, 2.4))


def getting_up(s): s.down((1 - np.clip(s.u, 0, 1)) ** s.rng.uniform(0.8, 1.3))


def wave_hand(s, k, lag=0.0, high=None):
    high = s.rng.uniform(0.25, 0.75) if high is None else high
    size, speed = s.rng.uniform(0.18, 0.4), s.rng.uniform(1.6, 2.4)
    s.hand(k, 0.45 + size * s.wave(speed, lag), high - 0.25 * size * s.wave(speed, lag) ** 2, s.rng.uniform(0.1, 0.4))
    s.m.elbows[k] = np.array([0.9 * SIDE[k], -0.9, 0.1]) + 0 * s.m.elbows[k]


def waving_one(s):
    wave_hand(s, s.strong if s.rng.random() < 0.8 else 1 - s.strong)


def waving_both(s):
    lag = s.rng.choice([0, np.pi])
    high = s.rng.uniform(0.3, 0.8)
    wave_hand(s, LEFT, 0, high); wave_hand(s, RIGHT, lag, high)


def clapping(s):
    o, high, ahead = s.pulse(s.rng.uniform(1.8, 2.6)), s.rng.uniform(-0.45, 0.1), s.rng.uniform(0.4, 0.65)
    gap = 0.9 * s.b.shoulder / s.arm
    overhead = s.rng.random() < 0.12
    for k in (0, 1):
        s.hand(k, -gap + s.rng.uniform(0.25, 0.5) * o, 0.8 if overhead else high, 0.2 if overhead else ahead)


def guard(s, k): s.hand(k, -0.15, -0.12, 0.35)


def punching(s):
    only = s.rng.random() < 0.3
    aim = s.rng.uniform(-0.1, 0.25)
    speed = s.rng.uniform(1.3, 2.1)
    for k, lag in ((s.strong, 0), (1 - s.strong, np.pi)):
        guard(s, k)
        hit = np.clip(s.wave(speed, lag), 0, 1) ** 0.7
        if k == s.strong or not only:
            s.blend(k, hit, -0.15, aim, 0.97)
            s.m.twist = s.m.twist + SIDE[k] * -0.35 * hit
    s.m.feet[1 - s.strong][:, 2] += 0.22; s.m.feet[s.strong][:, 2] -= 0.18
    s.m.bend = s.m.bend + 0.1
    s.m.pelvis[:, 1] -= 0.05


def kicking(s):
    k = s.strong
    hit, back = np.clip(s.wave(0.9), 0, 1), np.clip(-s.wave(0.9), 0, 1)
    sideways = s.rng.random() < 0.25
    high, far = s.rng.uniform(0.3, 1.1) * s.leg, s.rng.uniform(0.5, 0.9) * s.leg
    s.m.feet[k] = s.m.feet[k] + np.stack([SIDE[k] * far * hit * sideways, high * hit + 0.2 * back,
                                          far * hit * (not sideways) - 0.3 * back], 1)
    s.m.bend = s.m.bend - 0.3 * hit
    for j in (0, 1): s.blend(j, hit, 0.5, -0.5, 0.2)


def throwing(s):
    k, a = s.strong, -0.7 + 3.4 * s.u
    s.hand(k, 0.25, 0.8 * np.cos(a) - 0.25 * np.clip(a - 1.2, 0, 2), 0.85 * np.sin(a))
    s.m.twist = s.m.twist + SIDE[k] * -0.5 * (2 * s.u - 1)
    s.m.bend = s.m.bend - 0.15 + 0.5 * s.u
    s.m.feet[1 - k][:, 2] += 0.4 * np.clip(2 * s.u, 0, 1)
    s.blend(1 - k, s.bell(), 0.2, -0.1, 0.7)
    if s.rng.random() < 0.6: s.m.held[k] = 'ball'


def raising_arms(s):
    a = np.pi * 0.96 * (s.bell() if s.rng.random() < 0.4 else s.u)
    front = s.rng.random() < 0.5
    for k in (0, 1):
        s.hand(k, 0.1 if front else 0.1 + 0.9 * np.sin(a), -0.95 * np.cos(a), 0.95 * np.sin(a) if front else 0.05)


def swinging(s):
    k, a = s.strong, 2 * s.u - 1
    high, backhand = s.rng.uniform(-0.5, 0.6), s.rng.choice([1, 1, -1])
    s.hand(k, 0.5 - 0.8 * a * backhand, high + 0.3 * a ** 2, 0.75 * np.cos(1.2 * a))
    s.m.twist = s.m.twist - SIDE[k] * 0.6 * a * backhand
    s.m.bend = s.m.bend + 0.2 * s.bell()
    s.m.feet[1 - k][:, 2] += 0.25; s.m.path[:, 2] += 0.25 * s.u
    s.m.held[k] = 'racket'


def lunging(s):
    k = int(s.rng.integers(2))
    f = s.bell() if s.rng.random() < 0.7 else s.pulse(0.7)
    far = s.rng.uniform(0.5, 0.8) * s.leg
    s.m.feet[k][:, 0] += SIDE[k] * far * f
    s.m.pelvis[:, 0] += SIDE[k] * 0.55 * far * f
    s.m.pelvis[:, 1] -= s.rng.uniform(0.25, 0.42) * s.leg * f
    s.m.bend = s.m.bend + 0.15 * f
    out = s.rng.random() < 0.5
    for j in (0, 1): s.blend(j, f, 0.9 if out else -0.1, -0.1, 0.1 if out else 0.5)


def fighting(s):
    speed = s.rng.uniform(1.2, 2.2)
    for k, lag in ((LEFT, 0), (RIGHT, np.pi * s.rng.uniform(0.7, 1.3))):
        guard(s, k)
        hit = np.clip(s.wave(speed, lag), 0, 1) ** 0.6
        s.blend(k, hit, s.rng.uniform(-0.3, 0.5), s.rng.uniform(-0.4, 0.35), 0.97)
        s.m.twist = s.m.twist - SIDE[k] * 0.4 * hit
    if s.rng.random() < 0.35:
        k = int(s.rng.integers(2)); hit = np.clip(s.wave(0.7, 1), 0, 1)
        s.m.feet[k] = s.m.feet[k] + np.stack([0 * hit, 0.6 * s.leg * hit, 0.6 * s.leg * hit], 1)
    step = s.rng.uniform(0.1, 0.3) * s.wave(0.6, 2)
    s.m.path[:, 2] += step; s.m.path[:, 0] += s.sway(0.2, 0.5)
    s.m.turn = s.m.turn + s.sway(0.3, 0.4)
    s.m.bend = s.m.bend + 0.15 + 0.2 * s.wave(0.8, 0.5)
    s.m.lean = s.m.lean + s.sway(0.15, 0.7)
    s.m.feet[LEFT][:, 2] += 0.25; s.m.feet[RIGHT][:, 2] -= 0.2
    if s.rng.random() < 0.2: s.down(np.clip((s.u - s.rng.uniform(0.4, 0.7)) * 3, 0, 1))


def shaking_hands(s):
    s.hand(RIGHT, -0.35, -0.42 + 0.12 * s.wave(s.rng.uniform(1.6, 2.4)), 0.8)
    s.m.bend = s.m.bend + s.rng.uniform(0.02, 0.25)


ACTIONS = dict(zip(CLASSES, (standing_still, walking, running, jumping, jumping_jacks, squatting, sitting_down, standing_up,
                             bending_down, falling, getting_up, waving_one, waving_both, clapping, punching, kicking,
                             throwing, raising_arms, swinging, lunging, fighting, shaking_hands)))


def perform(rng, name, t, u):
    """A person with a random body who does something: the motion."""
    scene = Scene(rng, t, u, Body(rng))
    ACTIONS[name](scene)
    return scene.m
