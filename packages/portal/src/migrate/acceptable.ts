/** Kinds of gaps that a person may accept: those of `acceptableKinds` of `@polynat/migrate`, which a test compares. */
export const acceptable: readonly string[] = [
  ...['dnat', 'dnat-protocol', 'dnat-ports', 'snat-source', 'snat-through'],
  ...['address-metering', 'rule-count', 'gateway-count', 'network'],
];
