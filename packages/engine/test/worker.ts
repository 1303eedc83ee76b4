import { fileStore } from '@polynat/engine';
import { runTaskProcess } from '@polynat/testkit/engine';

/** The program of the process suite, on files. */
await runTaskProcess(async (place) => fileStore(String(place)));
