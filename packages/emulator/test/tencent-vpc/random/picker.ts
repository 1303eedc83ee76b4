import type { ModelEip, ModelGateway } from './model.ts';
import type { Session } from './session.ts';

/** The highest places name something that does not exist. */
function at<Item>(items: readonly Item[], place: number, places: number): Item | undefined {
  return place < places ? items[place % items.length] : undefined;
}

export function gatewayAt({ model }: Session, place: number): ModelGateway | undefined {
  return at(model.gateways, place, 9);
}

export function eipAt({ model }: Session, place: number): ModelEip | undefined {
  return at(model.eips, place, 29);
}

/** Mostly an EIP of the gateway, as unbinding needs one. */
export function ownEipAt(session: Session, gateway: ModelGateway | undefined, place: number) {
  const own = place < 26 ? gateway?.eips : undefined;
  return own?.[place % own.length] ?? eipAt(session, place);
}

/** Mostly an EIP of the gateway, as rules need one. */
export function ruleEipAt(session: Session, gateway: ModelGateway | undefined, place: number): string {
  const own = gateway?.eips[place % 4]?.ip;
  return own ?? eipAt(session, place)?.ip ?? '198.19.255.1';
}

export function ruleAt<Rule>(rules: readonly Rule[] | undefined, place: number): Rule | undefined {
  return at(rules ?? [], place, 28);
}
