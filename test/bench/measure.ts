/** What a benchmark compares: the same work done in different ways. */
export interface Subject {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

export interface Plan {
  /** Runs of each subject per round. */
  readonly runs: number;
  readonly rounds: number;
  /** How many run at a time. */
  readonly abreast: number;
}

export interface Result {
  readonly name: string;
  /** Microseconds of processor time per run, all threads of this process together: the median of all rounds. */
  readonly micros: number;
  /** Against the first subject, each round with itself, so that a busy machine slows both sides alike: the median. */
  readonly ratio: number;
}

/** Processor time rather than wall time, since that is what a loopback call costs and what other work on the machine does not change. */
export async function compare(subjects: readonly Subject[], plan: Plan): Promise<readonly Result[]> {
  for (const subject of subjects) await microsPerRun(subject, plan);
  const rounds: number[][] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    const micros: number[] = [];
    for (const subject of subjects) micros.push(await microsPerRun(subject, plan));
    rounds.push(micros);
  }
  return subjects.map(({ name }, index) => ({
    name,
    micros: median(rounds.map((micros) => micros[index] ?? Number.NaN)),
    ratio: median(rounds.map((micros) => (micros[index] ?? Number.NaN) / (micros[0] ?? Number.NaN))),
  }));
}

async function microsPerRun({ run }: Subject, { runs, abreast }: Plan): Promise<number> {
  let left = runs;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await run();
    }
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: abreast }, worker));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / runs;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function report(title: string, results: readonly Result[]): void {
  console.log(`\n${title}`);
  for (const { name, micros, ratio } of results) {
    console.log(`  ${name.padEnd(32)}${micros.toFixed(0).padStart(8)} µs${ratio.toFixed(2).padStart(8)}`);
  }
}
