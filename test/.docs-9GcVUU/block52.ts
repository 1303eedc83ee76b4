import { exportHcl } from '@polynat/terraform';

const { files, imports, unsaid } = await exportHcl(nat, 'alibaba:cn-hangzhou/ngw-1');
for (const { path, text } of files) console.log(`# ${path}\n${text}`);
console.log(`${imports} to import, 0 to add, 0 to change, 0 to destroy`);
for (const { what, why } of unsaid) console.log(`not in Terraform: ${what}: ${why}`);

export {};
