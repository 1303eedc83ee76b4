import { type CloudDefinition, type DriverRuntime, readSettings } from '@polynat/adapter-kit';
import { knownClouds } from '@polynat/cli';
import type { Driver } from '@polynat/core';
import type { EmulatorConnection } from '@polynat/emulator';

/** Where gateways can be created. */
export interface Place {
  readonly vpc: string;
  readonly subnet: string;
  readonly cidr: string;
}

/** A known cloud on an emulator, with its usual settings or in a variant. The list of clouds decides which there are. */
export interface EmulatedCloud {
  /** Its kind, or the name of the variant. */
  readonly name: string;
  readonly kind: string;
  /** How the emulator calls it. */
  readonly section: Section;
  /** The settings that only this cloud has. */
  readonly own: readonly string[];
  place(connection: EmulatorConnection): Place;
  /** Free public IPs that exist from the start. */
  free(connection: EmulatorConnection): readonly string[];
  keys(connection: EmulatorConnection): Readonly<Record<string, string>>;
  driver(connection: EmulatorConnection, runtime: DriverRuntime, settings?: object): Driver;
}

type Section = keyof EmulatorConnection['credentials'];

export const emulatedClouds: readonly EmulatedCloud[] = (
  await Promise.all(knownClouds.map(variantsOf))
).flat();

/** A variant in another region is not on the emulator. */
async function variantsOf(cloud: CloudDefinition): Promise<readonly EmulatedCloud[]> {
  const { kind, emulated, variants = [] } = cloud;
  if (!emulated) return [];
  const create = await cloud.load();
  const elsewhere = variants.filter(({ settings }) => settings.region === undefined);
  return [{ name: kind, settings: {} }, ...elsewhere].map(({ name, settings: chosen }) => {
    const section = emulated.section as Section;
    const fields = ({ networks }: EmulatorConnection) => new Map(Object.entries(networks[section]));
    const text = (connection: EmulatorConnection, field: string) => String(fields(connection).get(field));
    const keys = ({ credentials }: EmulatorConnection) => ({ ...credentials[section] });
    return {
      ...{ name, kind, section, keys, own: Object.keys(cloud.settings.own) },
      place: (connection) => ({
        vpc: text(connection, 'vpcId'),
        subnet: text(connection, emulated.subnet),
        cidr: text(connection, 'cidr'),
      }),
      free: (connection) => [fields(connection).get('eips') ?? []].flat(),
      driver(connection, runtime, settings = {}) {
        const reach = { endpoint: connection.url, region: text(connection, emulated.region) };
        const given = { ...reach, credentials: keys(connection), ...chosen, ...settings };
        return create({ ...readSettings(name, cloud, given, 'the connection'), ...runtime });
      },
    };
  });
}
