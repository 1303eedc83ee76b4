import { AddressesElement } from './addresses/addresses-element.ts';
import { ApprovalsElement } from './approvals/approvals-element.ts';
import { AuditElement } from './audit/audit-element.ts';
import { CreateElement } from './create/create-element.ts';
import { FleetElement } from './fleet/fleet-element.ts';
import { FormElement } from './forms/form-element.ts';
import { GatewayElement } from './gateway/gateway-element.ts';
import { MigrateElement } from './migrate/migrate-element.ts';
import { PortalElement } from './portal/portal-element.ts';
import { RenewalsElement } from './renewals/renewals-element.ts';
import { RunElement } from './runs/run-element.ts';
import { RunsElement } from './runs/runs-element.ts';

/** Every part by the name of its element. */
const elements = {
  'polynat-portal': PortalElement,
  'polynat-fleet': FleetElement,
  'polynat-gateway': GatewayElement,
  'polynat-form': FormElement,
  'polynat-create': CreateElement,
  'polynat-addresses': AddressesElement,
  'polynat-renewals': RenewalsElement,
  'polynat-migrate': MigrateElement,
  'polynat-run': RunElement,
  'polynat-runs': RunsElement,
  'polynat-approvals': ApprovalsElement,
  'polynat-audit': AuditElement,
} as const;

/** Teaches the browser the elements. Twice is as good as once: a page may load them by a script and by a bundle. */
export function defineElements(): void {
  for (const [name, element] of Object.entries(elements))
    if (!customElements.get(name)) customElements.define(name, element);
}
