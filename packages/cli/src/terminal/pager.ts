import { spawn } from 'node:child_process';

/** `less` ends by itself when the text fits (F), shows colours (R), and leaves the text on the screen (X). */
const usualPager = 'less -FRX';

/** Shows the text in the pager that the environment names, `less` by default. Without a pager it is written as it is. */
export function page(text: string, environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const command = environment.POLYNAT_PAGER ?? environment.PAGER ?? usualPager;
  const write = () => void process.stdout.write(text);
  return new Promise((resolve) => {
    if (command === '' || command === 'cat') return resolve(write());
    const pager = spawn(command, { shell: true, stdio: ['pipe', 'inherit', 'inherit'] });
    // Who leaves the pager early closes its input.
    pager.stdin.on('error', () => undefined);
    pager.once('error', () => resolve(write()));
    // A shell ends with 127 when it finds no such program.
    pager.once('close', (code) => resolve(code === 127 ? write() : undefined));
    pager.stdin.end(text);
  });
}
