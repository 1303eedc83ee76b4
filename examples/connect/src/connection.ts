import * as z from 'zod';

const text = z.string().min(1);

/** What an emulator tells about itself at `/_emulator`. */
const connectionSchema = z.object({
  credentials: z.object({
    alibaba: z.object({ accessKeyId: text, accessKeySecret: text }),
    baidu: z.object({ accessKeyId: text, secretAccessKey: text }),
    tencentBm: z.object({ secretId: text, secretKey: text }),
  }),
  networks: z.object({
    alibaba: z.object({ regionId: text }),
    baidu: z.object({ region: text }),
    tencentBm: z.object({ region: text }),
  }),
});

export async function readConnection(url: string): Promise<z.output<typeof connectionSchema>> {
  const answer = await fetch(new URL('/_emulator', url));
  return connectionSchema.parse(await answer.json());
}
