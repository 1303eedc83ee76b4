/**
 * Flattens validated input into wire parameters: `RemovedIpAddresses.1`, `Tag.1.Key`; a structure travels as one JSON text; what
 * was not given is not sent. https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism
 */
export function flatten(input: object): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(input)) append(parameters, name, value);
  return parameters;
}

function append(parameters: Record<string, string>, name: string, value: unknown): void {
  if (value === undefined) return;
  if (!Array.isArray(value)) {
    parameters[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return;
  }
  for (const [index, entry] of value.entries()) {
    const place = `${name}.${index + 1}`;
    if (typeof entry !== 'object') append(parameters, place, entry);
    else for (const [member, inner] of Object.entries(entry)) append(parameters, `${place}.${member}`, inner);
  }
}
