/** Arrays and records as version 2 spells them: `ips.0.ipList.1`. What is not given is not sent. */
export function flatten(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) put(flat, name, value);
  return flat;
}

function put(flat: Record<string, string>, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'object') flat[name] = String(value);
  else for (const [key, member] of Object.entries(value)) put(flat, `${name}.${key}`, member);
}
