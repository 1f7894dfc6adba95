"""Trains one model on simple motions and rendered people, from the motion model's weights.

    python train_everyday.py FOLDER [--clips N] [--decay D] [--seed S] [--start FILE]

FOLDER keeps the state: a run that was stopped goes on. The learning rate is constant and falls to zero over the last D
clips of N, so that a longer run is the same run with a larger N. Beside the class, the network learns where the joints of
a rendered person are (a head that is thrown away): it has to know bodies, not only what tells the classes apart. Everything
is written to FOLDER/log.txt; FOLDER/everyday.pth has averaged weights, for export_everyday.py."""
import argparse
import multiprocessing as mp
import os
import time
import numpy as np
import torch
import torch.nn.functional as F
import paths
from safetensors.torch import load_file
import motion_data
import people_data
from tdn_torch import TDN

SIZE, SEGMENTS, WIDTH, LAYERS = 112, 8, 16, [1, 2, 2, 1]
CLASSES = motion_data.CLASSES + people_data.CLASSES
MOTIONS = len(motion_data.CLASSES)
POSE = 2 * len(people_data.JOINTS)
MEAN, STD = np.float32([0.485, 0.456, 0.406]), np.float32([0.229, 0.224, 0.225])
RATE, DISTANCE = 2e-3, 0.7                                           # learning rate, weight of the joints' loss
START = os.path.join(paths.MOTION, 'src/main/resources/model/motion.safetensors')


def sample(rng, label, train=True):
    """A clip as 8 x 5 frames in RGB, and the joints in the middle frame of each segment."""
    n = int(rng.integers(12, 121))
    tick = (n - 4) / SEGMENTS
    start = [int(tick * x + (rng.random() * tick if train else tick / 2)) for x in range(SEGMENTS)]
    pick = [min(s + i, n - 1) for s in start for i in range(5)]
    if label < MOTIONS:
        return motion_data.render(rng, label, max(n, 24), SIZE, pick)[..., ::-1], np.full((SEGMENTS, POSE), np.nan, np.float32)
    frames, pose = people_data.render_with_pose(rng, label - MOTIONS, n, SIZE, pick)
    return frames[..., ::-1], pose[2::5].reshape(SEGMENTS, POSE)


def producer(queue, seed):
    os.nice(5)
    rng = np.random.default_rng(seed)
    while True:
        labels = np.concatenate([rng.permutation(MOTIONS)[:4], MOTIONS + rng.permutation(len(people_data.CLASSES))[:12]])
        clips, poses = zip(*(sample(rng, int(label)) for label in labels))
        queue.put((np.stack(clips), np.stack(poses), labels))


def tensor(clips):
    x = (clips.astype(np.float32) / 255 - MEAN) / STD
    return torch.from_numpy(np.ascontiguousarray(x.transpose(0, 1, 4, 2, 3))).view(len(clips), SEGMENTS * 15, SIZE, SIZE)


def evaluate(net, per_class, seed):
    """Confusion matrix over clips that training does not see: other seeds, and segments in their middle."""
    rng, confusion = np.random.default_rng(seed), np.zeros((len(CLASSES), len(CLASSES)), int)
    net.eval()
    with torch.inference_mode():
        for _ in range(per_class):
            clips = np.stack([sample(rng, label, False)[0] for label in range(len(CLASSES))])
            for label, guess in enumerate(net(tensor(clips)).argmax(1).tolist()): confusion[label, guess] += 1
    return confusion


def report(confusion, say):
    hit = confusion.diagonal() / confusion.sum(1)
    say(f'held out: all {hit.mean():.3f}, motions {hit[:MOTIONS].mean():.3f}, people {hit[MOTIONS:].mean():.3f}')
    for label, row in enumerate(confusion):
        wrong = sorted(((int(v), CLASSES[j]) for j, v in enumerate(row) if v and j != label), reverse=True)[:3]
        say(f'{hit[label]:.2f} {CLASSES[label]}' + ''.join(f'; {v} {c}' for v, c in wrong))


def network(start):
    net = TDN(LAYERS, WIDTH, SEGMENTS, len(CLASSES), 0.2)
    weights = load_file(start)
    old = weights['new_fc.weight'].shape[0]
    net.load_state_dict({k: v for k, v in weights.items() if not k.startswith('new_fc')}, strict=False)
    with torch.no_grad():
        net.new_fc.weight[:old], net.new_fc.bias[:old] = weights['new_fc.weight'], weights['new_fc.bias']
    return net


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('folder')
    parser.add_argument('--clips', type=int, default=100_000)
    parser.add_argument('--decay', type=int, default=20_000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--half', action='store_true', help='bfloat16 in convolutions: twice as fast with AMX')
    parser.add_argument('--start', default=START)
    a = parser.parse_args()
    os.makedirs(a.folder, exist_ok=True)
    log = open(os.path.join(a.folder, 'log.txt'), 'a')
    say = lambda text: (print(text, flush=True), log.write(text + '\n'), log.flush())
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    net, joints = network(a.start), torch.nn.Linear(WIDTH * 32, POSE)
    net = net.to(memory_format=torch.channels_last)
    average = network(a.start)
    optimizer = torch.optim.AdamW([*net.parameters(), *joints.parameters()], lr=RATE, weight_decay=0.02)
    step, state = 0, os.path.join(a.folder, 'state.pth')
    if os.path.exists(state):
        kept = torch.load(state)
        step = kept['step']
        for part, name in ((net, 'net'), (joints, 'joints'), (average, 'average'), (optimizer, 'optimizer')):
            part.load_state_dict(kept[name])
    queue = mp.Queue(8)
    workers = [mp.Process(target=producer, args=(queue, [a.seed, step, i]), daemon=True) for i in range(2)]
    for worker in workers: worker.start()
    began, first, hits = time.time(), step, None
    while step * 16 < a.clips:
        clips, poses, labels = queue.get()
        net.train()
        left = (a.clips - step * 16) / a.decay
        for group in optimizer.param_groups: group['lr'] = RATE * min(1, (step - first + 1) / 100, left)
        with torch.autocast('cpu', torch.bfloat16, enabled=a.half):
            features = net.base_model(tensor(clips).view(-1, 15, SIZE, SIZE)).float()
        logits = net.new_fc(net.drop(features)).view(-1, SEGMENTS, len(CLASSES)).mean(1)
        target = torch.from_numpy(poses).view(-1, POSE)
        known = ~target[:, 0].isnan()
        distance = F.smooth_l1_loss(joints(features)[known], target[known].clamp(-1.5, 1.5), beta=0.1)
        loss = F.cross_entropy(logits, torch.from_numpy(labels), label_smoothing=0.05) + DISTANCE * distance
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimizer.step()
        step += 1
        with torch.no_grad():
            keep = min(0.998, step / (step + 30))
            for old, new in zip(average.state_dict().values(), net.state_dict().values()):
                old.mul_(keep).add_(new, alpha=1 - keep) if old.is_floating_point() else old.copy_(new)
        hit = (logits.argmax(1).numpy() == labels).mean()
        hits = hit if hits is None else 0.99 * hits + 0.01 * hit
        if step % 50 == 0:
            say(f'clips {step * 16} minutes {(time.time() - began) / 60:.1f} loss {loss.item():.3f} joints '
                f'{distance.item():.4f} accuracy {hits:.3f} waiting {queue.qsize()}')
        if step % 250 == 0 or step * 16 >= a.clips:
            torch.save(dict(step=step, net=net.state_dict(), joints=joints.state_dict(), average=average.state_dict(),
                            optimizer=optimizer.state_dict()), state + '.new')
            os.replace(state + '.new', state)
            torch.save(dict(state_dict=average.state_dict(), classes=CLASSES), os.path.join(a.folder, 'everyday.pth'))
    for worker in workers: worker.terminate()
    report(evaluate(average, 30, 7), say)


if __name__ == '__main__':
    main()
