import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCode } from './trouble.ts';

/** What a process writes about itself, so that others on the same machine can tell whether it still lives. */
export interface ProcessMark {
  readonly host: string;
  /** Same value: same boot of the same machine and the same view of its processes. */
  readonly machine: string;
  readonly pid: number;
  /** Tells two processes apart that were given the same pid; empty where the system does not say. */
  readonly started: string;
}

export function ownMark(): ProcessMark {
  const machine = machineMark();
  return { host: hostname(), machine, pid: process.pid, started: startOf(process.pid) ?? '' };
}

/** True only when it is certain. A process on another machine, or one the system does not tell about, may live. */
export function isCertainlyDead(mark: ProcessMark): boolean {
  if (mark.machine !== machineMark()) return false;
  if (!exists(mark.pid)) return true;
  const started = startOf(mark.pid);
  return started !== undefined && mark.started !== '' && started !== mark.started;
}

/** A container shares the host's boot but not its process numbers, hence the namespace. */
function machineMark(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return `${hostname()}/${process.platform}`;
  }
}

/** Field 22 of /proc/PID/stat, see proc(5); `undefined` where the system does not tell, `dead` when it only waits to be reaped. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? 'dead' : fields[18];
  } catch {
    return undefined;
  }
}

/** Also true for the process of another user, which may be asked about but not seen. */
function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}
