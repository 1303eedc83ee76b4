/**
 * The emulator keeps three times apart.
 *
 * - `wall` is the caller's real time. Signatures are checked against it, so real clients work unchanged.
 * - `calendar` is wall plus everything the control plane advanced. Creation and expiry dates live on it.
 * - `work` is emulated seconds of progress: it runs `speed` times as fast as the wall and jumps with every advance.
 *   Durations of transient states are measured on it, so `--speed` divides each of them.
 */
export interface EmulatorClock {
  /** Milliseconds since 1970 by the caller's real time. */
  wall(): number;
  /** Milliseconds since 1970 by the emulated calendar. */
  calendar(): number;
  /** Emulated milliseconds of progress. With speed 0 every duration has always passed: see `due`. */
  work(): number;
  /** The moment on the work axis when something that starts now and takes `milliseconds` is finished. */
  due(milliseconds: number): number;
  /** Whether that moment has come. Speed 0 means at once. */
  passed(due: number): boolean;
  advance(milliseconds: number): void;
  setSpeed(speed: number): void;
  readonly speed: number;
}

export interface ClockOptions {
  /** Divides every emulated duration; 0 finishes everything at once. */
  readonly speed: number;
  /** Real time in milliseconds; `Date.now` unless a test injects its own. */
  readonly wall?: () => number;
}

export function createClock(options: ClockOptions): EmulatorClock {
  const wall = options.wall ?? Date.now;
  let speed = options.speed;
  let advanced = 0;
  let workAtChange = 0;
  let wallAtChange = wall();
  const work = () => workAtChange + (wall() - wallAtChange) * speed;
  const rebase = (extra: number) => {
    workAtChange = work() + extra;
    wallAtChange = wall();
  };
  return {
    wall,
    work,
    calendar: () => wall() + advanced,
    due: (milliseconds) => work() + milliseconds,
    passed: (due) => speed === 0 || work() >= due,
    advance(milliseconds) {
      advanced += milliseconds;
      rebase(milliseconds);
    },
    setSpeed(next) {
      rebase(0);
      speed = next;
    },
    get speed() {
      return speed;
    },
  };
}
