/** The command as a program, for tests that kill it while it serves. */
import { main } from '../src/main.ts';

process.exitCode = await main(process.argv.slice(2));
