import { driftFromState, exportHcl, exportMigration } from '@polynat/terraform';

const { files, imports } = await exportHcl(nat, 'alibaba:cn-hangzhou/ngw-1');
console.log(
  files.map(({ path }) => path),
  imports,
);

const after = await exportMigration(nat, {
  source: 'alibaba:cn-hangzhou/ngw-1',
  target: 'baidu:bj/nat-1',
  sourceDeleted: true,
});
console.log(after.removed);

export const drifted = async (shown: unknown) =>
  (await driftFromState(nat, shown)).filter(({ steps, failure }) => failure || steps.length > 0);

export {};
