"""Rendered people doing everyday actions, for training a model that knows bodies.

render(rng, label, frames, size, pick) gives uint8 [frames, size, size, 3] in BGR, as motion_data.render does, and
render_with_pose also where the joints are. Labels are CLASSES. Bodies are skeletons of capsules in three dimensions (see
skeleton.py and actions.py) in front of a camera at a random place: across the room, near, cut at the edge, high up, or under
the ceiling; by day, in low light, or in infrared."""
import cv2
import numpy as np
import paths  # noqa: F401, before what it finds
from actions import CLASSES, NEEDS_SEAT, PAIRS, perform
from motion_data import paste, profile, texture, thing
from skeleton import chain, turn_x, turn_y, turn_z

cv2.setNumThreads(1)
JOINTS = ['head', 'neck', 'pelvis'] + [f'{part}{k}' for part in ('elbow', 'wrist', 'knee', 'ankle') for k in (0, 1)]
LIMBS = [('hip', 'knee', 'leg', 1.0), ('knee', 'ankle', 'leg', 0.72), ('shoulder', 'elbow', 'arm', 1.0),
         ('elbow', 'wrist', 'arm', 0.8)]


class Camera:
    """A pinhole camera that looks at a point of the scene; it may shake, pan and zoom."""

    def __init__(self, rng, size, frames, u, two):
        place = rng.random()
        if place < 0.14: down, height = rng.uniform(0.8, 1.45), rng.uniform(0.45, 0.85)          # under the ceiling
        elif place < 0.40: down, height = rng.uniform(0.25, 0.8), rng.uniform(0.4, 0.85)         # high on a wall
        else: down, height = rng.uniform(-0.1, 0.25), rng.uniform(0.4, 0.98)
        near = rng.random() < 0.15 and place >= 0.40                                            # upper body
        self.aim = np.array([rng.normal(0, 0.08), rng.uniform(1.15, 1.4) if near else rng.uniform(0.7, 1.0), 0])
        if near: height = rng.uniform(1.3, 2.0)
        self.distance = rng.uniform(2.2, 7)
        self.focal = height * size / 1.75 * self.distance * (0.85 if two else 1)
        self.frame = chain(turn_x(np.array([-down])), turn_z(np.array([rng.normal(0, 0.04)])))[0]
        walk = lambda a: np.cumsum(rng.normal(0, a, frames)) * 0.15
        still = rng.random() < 0.5
        self.x, self.y = (np.zeros(frames),) * 2 if still else (walk(0.5), walk(0.5))
        if rng.random() < 0.2: self.x = self.x + rng.normal(0, 12) * (u - 0.5)
        self.zoom = 1 + (rng.normal(0, 0.15) * (u - 0.5) if rng.random() < 0.1 else 0 * u)
        off = rng.uniform(-0.16, 0.16, 2) if rng.random() < 0.8 else rng.uniform(-0.38, 0.38, 2)
        self.centre = size * (0.5 + off)

    def see(self, points, f):
        """Pixels and depth of points at a frame."""
        p = (points - self.aim) @ self.frame
        depth = np.maximum(self.distance - p[..., 2], 0.25)
        scale = self.focal * self.zoom[f] / depth
        return np.stack([self.centre[0] + p[..., 0] * scale - self.x[f], self.centre[1] - p[..., 1] * scale - self.y[f]],
                        -1), depth, scale


def people(rng, name, t, u):
    """Persons as (motion, joints over time in the scene)."""
    two = name in PAIRS
    gap = rng.uniform(0.32, 0.62) if name == PAIRS[0] else rng.uniform(0.36, 0.5)
    heading = rng.uniform(0, 2 * np.pi)
    axis = np.array([np.sin(heading), 0, np.cos(heading)])
    cast = []
    for k in range(2 if two else 1):
        motion = perform(rng, name, t, u)
        yaw = heading + (np.pi * k + rng.normal(0, 0.2) if two else 0)
        cast.append((motion, yaw, axis * gap * (2 * k - 1) if two else np.zeros(3)))
    if not two and rng.random() < 0.14:                              # somebody stands or walks by
        side = np.array([rng.choice([-1, 1]) * rng.uniform(0.7, 1.5), 0, rng.uniform(-1.5, 0.8)])
        cast.append((perform(rng, CLASSES[0], t, u), rng.uniform(0, 2 * np.pi), side))
    scene = []
    for motion, yaw, place in cast:
        turned = turn_y(np.array([yaw]))[0]
        scene.append((motion, {n: v @ turned.T + place for n, v in motion.joints().items()}, turned, place))
    return scene


def capsules(motion, j, f, turned):
    """Of one person at a frame: segments (a, b, radius at a, radius at b, colour), in the scene."""
    b, c = motion.body, motion.body.colour
    at = lambda n: j[n][f]
    out = []
    for k in (0, 1):
        for first, last, kind, thin in LIMBS:
            bare = (kind == 'arm' and (first == 'elbow' or not b.sleeves)) or (
                first == 'knee' and (b.shorts or b.skirt))
            colour = c['skin'] if bare else c['shirt'] if kind == 'arm' else c['trousers']
            r = getattr(b, kind)
            out.append((at(f'{first}{k}'), at(f'{last}{k}'), r * thin, r * thin * 0.75, colour))
        out.append((at(f'ankle{k}'), at(f'toe{k}'), 0.045, 0.035, c['shoe']))
        hand = at(f'wrist{k}') + 0.09 * unit(at(f'wrist{k}') - at(f'elbow{k}'))
        out.append((at(f'wrist{k}'), hand, 0.04, 0.045, c['skin']))
        out += tools(motion, j, f, k, hand)
    hips, shoulders = (at('hip0'), at('hip1')), (at('shoulder0'), at('shoulder1'))
    waist = at('pelvis') + 0.35 * (at('neck') - at('pelvis'))
    out.append((hips[0], hips[1], b.trunk * 0.85, b.trunk * 0.85, c['trousers']))
    out.append((at('pelvis'), waist, b.trunk * 0.9, b.trunk * 0.9, c['shirt']))
    for k in (0, 1):
        out.append((waist, shoulders[k] * 0.8 + at('neck') * 0.2, b.trunk * 0.85, b.trunk * 0.62, c['shirt']))
        if b.skirt: out.append((hips[k], 0.6 * at(f'knee{k}') + 0.4 * hips[k], b.trunk * 0.8, b.trunk, c['trousers']))
    out.append((shoulders[0], shoulders[1], 0.075, 0.075, c['shirt']))
    out.append((at('neck'), at('head'), 0.05, 0.06, c['skin']))
    out.append((at('head'), at('head') + 0.03 * unit(at('face') - at('head')), b.head, b.head, c['skin']))
    crown = at('head') + 0.35 * b.head * unit(at('head') - at('neck')) - 0.4 * (at('face') - at('head'))
    out.append((crown, crown, b.head * 0.95, b.head * 0.95, c['hair']))
    return out


def tools(motion, j, f, k, hand):
    tool, colour = motion.held.get(k), motion.body.colour['tool']
    along = unit(j[f'wrist{k}'][f] - j[f'elbow{k}'][f])
    if tool == 'racket':
        return [(hand, hand + 0.3 * along, 0.014, 0.014, colour), (hand + 0.34 * along, hand + 0.52 * along, 0.1, 0.1, colour)]
    if tool == 'ball':
        return [(hand + 0.06 * along, hand + 0.06 * along, 0.07, 0.07, colour)]
    if tool == 'box':
        middle = (j['wrist0'][f] + j['wrist1'][f]) / 2
        return [(middle - [0, 0.08, 0], middle + [0, 0.12, 0], 0.17, 0.17, colour)]
    return []


def seat(rng, motion, turned, place):
    """A stool, chair or bench behind a person: capsules that stay where they are."""
    height, colour = 0.47 * motion.body.leg_length / 0.88, rng.uniform(10, 245, 3)
    back = -0.42 * motion.body.leg_length
    put = lambda x, y, z: np.array([x, y, z]) @ turned.T + place
    wide = rng.uniform(0.16, 0.3)
    out = [(put(-wide, height, back + d), put(wide, height, back + d), 0.05, 0.05, colour) for d in (-0.12, 0.03)]
    for x in (-wide, wide):
        for d in (-0.14, 0.05): out.append((put(x, 0, back + d), put(x, height, back + d), 0.022, 0.022, colour))
    if rng.random() < 0.6:
        out += [(put(-wide, height + h, back - 0.18), put(wide, height + h, back - 0.18), 0.05, 0.05, colour)
                for h in (0.15, 0.3, 0.42)]
    return out


def unit(v):
    return v / (np.linalg.norm(v) + 1e-9)


def draw(frame, parts, camera, f, light):
    """Draws capsules from far to near, each with a lit side. OpenCV gets coordinates with four bits behind the point."""
    a, b, first, last, colour = (np.array(v, float) for v in zip(*parts))
    pixels, depth, scale = camera.see(np.stack([a, b], 1), f)
    pixels = np.clip(pixels, -3e3, 3e3)
    radius = np.maximum(np.stack([first, last], 1) * scale, 0.45)
    along = pixels[:, 1] - pixels[:, 0]
    length = np.linalg.norm(along, axis=1)
    normal = np.stack([-along[:, 1], along[:, 0]], 1) / (length[:, None] + 1e-6)
    normal *= np.where(normal @ light[:2] < 0, -1, 1)[:, None]
    offset = normal[:, None] * radius[..., None]
    quads = np.round(16 * np.stack([pixels[:, 0] + offset[:, 0], pixels[:, 1] + offset[:, 1],
                                    pixels[:, 1] - offset[:, 1], pixels[:, 0] - offset[:, 0]], 1)).astype(np.int32)
    lit = (16 * (pixels + 0.3 * offset)).astype(int).tolist()
    dark = np.clip(colour * (0.82 + 0.2 * light[2]), 0, 255).tolist()
    bright = np.clip(colour * (1.08 + 0.27 * light[2]), 0, 255).tolist()
    ends, thick = (16 * pixels).astype(int).tolist(), (0.6 * radius.sum(1)).astype(int).tolist()
    circles = (16 * radius).astype(int).tolist()
    for i in np.argsort(-depth.mean(1)).tolist():
        shade = dark[i]
        if thick[i] < 1:
            cv2.line(frame, ends[i][0], ends[i][1], shade, 1, cv2.LINE_AA, 4)
            continue
        cv2.circle(frame, ends[i][0], circles[i][0], shade, -1, cv2.LINE_AA, 4)
        if length[i] > 0.3:
            cv2.fillConvexPoly(frame, quads[i], shade, cv2.LINE_AA, 4)
            cv2.circle(frame, ends[i][1], circles[i][1], shade, -1, cv2.LINE_AA, 4)
        if thick[i] > 1: cv2.line(frame, lit[i][0], lit[i][1], bright[i], thick[i], cv2.LINE_AA, 4)


def room(rng, size, pad):
    """A wall and a floor with clutter, larger than the picture by `pad` on each side."""
    full = size + 2 * pad
    back = texture(rng, full, full).astype(np.float32)
    if rng.random() < 0.65:
        y = int(rng.uniform(0.3, 0.8) * full)
        floor = texture(rng, full - y, full).astype(np.float32) if rng.random() < 0.4 else rng.uniform(30, 200, 3)
        back[y:] = back[y:] * 0.25 + floor * 0.75
    if rng.random() < 0.35: back = cv2.GaussianBlur(back, (0, 0), rng.uniform(1, 4))
    for _ in range(int(rng.integers(0, 4))):
        t, m = thing(rng, int(rng.uniform(0.15, 0.5) * size))
        paste(back, t, m, rng.uniform(0, full), rng.uniform(0.3, 1) * full, 1, 0)
    return back


class Look:
    """What light, sensor and compression do to a picture."""

    def __init__(self, rng, frames, size):
        kind = rng.random()
        self.rng, self.size = rng, size
        self.gray = kind < 0.12                                      # infrared, or an old camera
        dark = kind > 0.88
        self.gain = rng.uniform(0.3, 0.55) if dark else rng.uniform(0.6, 1.15)
        self.noise = rng.uniform(3, 9) if dark or self.gray else rng.uniform(0, 6)
        self.gamma = rng.uniform(0.75, 1.35) if rng.random() < 0.3 else 1
        self.tint = 1 + rng.normal(0, 0.08, 3)
        self.blur = rng.uniform(0.3, 1.4) if rng.random() < 0.5 else 0
        self.flicker = rng.normal(0, rng.uniform(0, 2.5), frames)
        self.quality = int(rng.integers(12, 90)) if rng.random() < 0.5 else 0
        self.vignette = None
        if rng.random() < (0.6 if self.gray else 0.1):
            y, x = np.mgrid[0:size, 0:size] / size - 0.5
            self.vignette = (1 - rng.uniform(0.5, 1.4) * (x * x + y * y))[..., None].astype(np.float32)

    def apply(self, frame, f):
        if self.blur: frame = cv2.GaussianBlur(frame, (0, 0), self.blur)
        if self.gray: frame = np.repeat(frame @ np.float32([0.114, 0.587, 0.299])[:, None], 3, 2)
        else: frame = frame * self.tint
        if self.gamma != 1: frame = 255 * (np.clip(frame, 0, 255) / 255) ** self.gamma
        if self.vignette is not None: frame = frame * self.vignette
        noise = self.rng.standard_normal((self.size, self.size, 1), np.float32) * self.noise
        frame = np.clip(frame * self.gain + self.flicker[f] + noise, 0, 255).astype(np.uint8)
        if self.quality:
            frame = cv2.imdecode(cv2.imencode('.jpg', frame, [cv2.IMWRITE_JPEG_QUALITY, self.quality])[1], 1)
        return frame


def render(rng, label, frames, size, pick=None):
    return render_with_pose(rng, label, frames, size, pick)[0]


def render_with_pose(rng, label, frames, size, pick=None):
    """Pictures, and the first person's joints in them: picks x JOINTS x 2, from the pelvis, in body heights."""
    name = CLASSES[label]
    pick = list(range(frames)) if pick is None else list(pick)
    seconds = rng.uniform(1.5, 5)
    t, u = np.linspace(0, seconds, frames), profile(rng, frames)
    pad = size // 3
    back = room(rng, size, pad)
    scene = people(rng, name, t, u)
    camera = Camera(rng, size, frames, u, len(scene) > 1)
    look = Look(rng, frames, size)
    angle = rng.uniform(0, 2 * np.pi)
    light = (np.cos(angle), np.sin(angle), rng.uniform(-1, 1))
    still = [part for m, _, turned, place in scene[:1] if name in NEEDS_SEAT and rng.random() < 0.75
             for part in seat(rng, m, turned, place)]
    shadow = rng.uniform(0.3, 0.8) if rng.random() < 0.5 else 0
    mirror = rng.random() < 0.5
    out = np.empty((len(pick), size, size, 3), np.uint8)
    pose = np.zeros((len(pick), len(JOINTS), 2), np.float32)
    for i, f in enumerate(pick):
        move = np.float32([[1, 0, -(pad + np.clip(camera.x[f], -pad, pad))],
                           [0, 1, -(pad + np.clip(camera.y[f], -pad, pad))]])
        frame = cv2.warpAffine(back, move, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        if shadow: ground(frame, scene, camera, f, shadow)
        parts = list(still)
        for motion, j, turned, _ in scene: parts += capsules(motion, j, f, turned)
        draw(frame, parts, camera, f, light)
        out[i] = look.apply(frame, f)
        points, _, scale = camera.see(np.stack([scene[0][1][n][f] for n in JOINTS]), f)
        pose[i] = (points - points[2]) / (scale[2] * scene[0][0].body.height)
    if mirror: out, pose = out[:, :, ::-1], pose * [-1, 1]
    return out, pose


def ground(frame, scene, camera, f, shadow):
    """A soft shadow under each person."""
    mask = np.zeros(frame.shape[:2], np.float32)
    for _, j, _, _ in scene:
        points = np.stack([j['ankle0'][f], j['ankle1'][f], j['pelvis'][f]]) * [1, 0, 1]
        pixels, _, scale = camera.see(points, f)
        for p, r in zip(pixels, scale * 0.22):
            axes = (max(1, int(r)), max(1, int(r * max(0.15, abs(camera.frame[2, 1])))))
            cv2.ellipse(mask, tuple(int(v) for v in np.clip(p, -2e3, 2e3)), axes, 0, 0, 360, 1, -1, cv2.LINE_AA)
    frame *= 1 - shadow * cv2.GaussianBlur(mask, (0, 0), 1.5)[..., None]
