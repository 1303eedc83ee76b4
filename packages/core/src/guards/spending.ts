import type { Call } from '../call.ts';
import type { Driver } from '../driver.ts';
import { monthsOf, type Term } from '../model/billing.ts';
import type { GatewayOrder } from '../model/gateway.ts';
import type { Size } from '../model/size.ts';
import { type Budget, buying, type Purchase } from './ceilings.ts';
import { memberOf, overridden } from './overridden.ts';

/** What a call of a driver buys, told from its arguments; its last one is the call itself. */
type Reader = (args: readonly unknown[]) => Pick<Purchase, 'months' | 'size'>;

const plain: Reader = () => ({ months: 0 });

/** The methods that spend money, by resource. The compiler does not know which those are: `test/guards.test.ts` lists the others. */
export const spending: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  gateways: {
    create: ([order]) => {
      const { billing, size = null } = order as GatewayOrder;
      return { months: billing.mode === 'prepaid' ? monthsOf(billing.term) : 0, size };
    },
    resize: ([, size]) => ({ months: 0, size: size as Size }),
    convert: plain,
  },
  addresses: { allocate: plain },
  billing: { renew: ([, term]) => ({ months: monthsOf(term as Term) }) },
  bandwidth: { create: plain, resize: plain, addAddresses: plain },
  sharedBandwidth: { create: plain, resize: plain },
};

/** A driver whose purchases are counted, whoever in core asks for them. */
export function withCeilings<D extends Driver>(driver: D, budget: Budget): D {
  const counted = new Map(
    Object.entries(spending).map(([name, readers]) => {
      const resource = new Map(Object.entries(driver)).get(name);
      return [name, resource && countedResource(name, resource, readers, budget)] as const;
    }),
  );
  return overridden(driver, (name) => counted.get(String(name)));
}

function countedResource(
  resource: string,
  methods: object,
  readers: Readonly<Record<string, Reader>>,
  budget: Budget,
): object {
  return overridden(methods, (name) => {
    const member = memberOf(methods, name);
    const reader = Object.hasOwn(readers, name) ? readers[String(name)] : undefined;
    if (typeof member !== 'function' || !reader) return undefined;
    return (...args: unknown[]) => {
      const { token } = args.at(-1) as Call;
      const purchase = { what: `${resource}.${String(name)}`, token, ...reader(args) };
      return buying(budget, purchase, () => member(...args));
    };
  });
}
