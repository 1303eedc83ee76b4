import type { Driver, Feature, Features } from '@polynat/core';
import { expect } from 'vitest';
import { attempts, expectRefusal } from './refusals.ts';
import { topic } from './scene.ts';

/** The method each feature needs. */
const methods = {
  'gateways.rename': ({ gateways }) => gateways.change,
  'gateways.description': ({ gateways }) => gateways.change,
  'gateways.resize': ({ gateways }) => gateways.resize,
  'gateways.convert': ({ gateways }) => gateways.convert,
  'gateways.protect': ({ gateways }) => gateways.protect,
  'gateways.tags': ({ gateways }) => gateways.tag,
  'addresses.allocate': ({ addresses }) => addresses.allocate,
  'addresses.release': ({ addresses }) => addresses.release,
  'snat.rules': ({ snat }) => snat?.add,
  'snat.addAll.atomic': ({ snat }) => snat?.addAll,
  'snat.replace': ({ snat }) => snat?.replace,
  'dnat.rules': ({ dnat }) => dnat?.add,
  'dnat.addAll.atomic': ({ dnat }) => dnat?.addAll,
  'dnat.replace': ({ dnat }) => dnat?.replace,
  'billing.renew': ({ billing }) => billing?.renew,
  'bandwidth.packages': ({ bandwidth }) => bandwidth?.create,
  'bandwidth.convert': ({ bandwidth }) => bandwidth?.convert,
  'bandwidth.shared': ({ sharedBandwidth }) => sharedBandwidth?.create,
  'account.availability': ({ availability }) => availability,
  'networks.list': ({ networks }) => networks?.list,
  'networks.routes': ({ networks }) => networks?.routes,
} satisfies { readonly [F in Feature]?: (driver: Driver) => unknown };

export const capabilitiesAreHonest = topic('capabilities', (test) => {
  test('say for every feature where that is written, and for every lack why and what to do', async (scene) => {
    for (const [feature, fact] of Object.entries(scene.capabilities.features)) {
      expect(fact.source, `the source of ${feature}`).toMatch(/\w/);
      if (fact.supported) continue;
      expect(fact.reason, `the reason of ${feature}`).toMatch(/\w/);
      expect(fact.remedy, `the remedy of ${feature}`).toMatch(/\w/);
    }
  });

  test('declare nothing there is no method for', async ({ capabilities: { features }, driver }) => {
    const supported = namesWhere(features, true);
    const hollow = Object.entries(methods)
      .filter(([feature, method]) => supported.has(feature) && typeof method(driver) !== 'function')
      .map(([feature]) => feature);
    expect(hollow).toEqual([]);
  });

  test('refuse whatever they deny with the remedy, before anything is sent', async (scene) => {
    const denied = namesWhere(scene.capabilities.features, false);
    for (const [feature, attempt] of Object.entries(attempts)) {
      if (denied.has(feature)) await expectRefusal(scene, feature, attempt);
    }
  });
});

const namesWhere = (features: Features, supported: boolean): ReadonlySet<string> =>
  new Set(
    Object.entries(features)
      .filter(([, fact]) => fact.supported === supported)
      .map(([feature]) => feature),
  );
