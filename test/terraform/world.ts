import type { Emulator } from '@polynat/emulator';
import type { WorldReader } from './handlers.ts';
import type { Values } from './values.ts';

/** Of the worlds of the emulator, what the providers read. */
interface Worlds {
  readonly alibaba: {
    readonly gateways: readonly AlibabaGateway[];
    readonly addresses: readonly AlibabaAddress[];
  };
  readonly baidu: {
    readonly regions: Readonly<
      Record<string, { readonly vpcs: readonly BaiduVpc[]; readonly addresses: readonly BaiduAddress[] }>
    >;
  };
  readonly tencentVpc: {
    readonly gateways: readonly TencentGateway[];
    readonly eips: readonly TencentAddress[];
  };
}

interface AlibabaGateway {
  readonly id: string;
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  readonly spec: string;
  readonly natType: string;
  readonly chargeType: string;
  readonly internetChargeType: string;
  readonly eipBindMode: string;
  readonly icmpReply: boolean;
  readonly deletionProtection: boolean;
  readonly tags: Values;
  readonly privateSide?: { readonly vSwitchId: string };
  readonly snat: { readonly id: string; readonly entries: readonly AlibabaSnat[] };
  readonly forward: { readonly id: string; readonly entries: readonly AlibabaForward[] };
}

interface AlibabaSnat {
  readonly id: string;
  readonly name: string;
  readonly sourceVSwitchId: string;
  readonly sourceCidr: string;
  readonly addresses: readonly string[];
  readonly affinity: string;
}

interface AlibabaForward {
  readonly id: string;
  readonly mapping: {
    readonly name: string;
    readonly protocol: string;
    readonly externalIp: string;
    readonly externalPort: string;
    readonly internalIp: string;
    readonly internalPort: string;
  };
}

interface AlibabaAddress {
  readonly id: string;
  readonly ip: string;
  readonly name: string;
  readonly description: string;
  readonly bandwidth: string;
  readonly isp: string;
  readonly chargeType: string;
  readonly internetChargeType: string;
  readonly deletionProtection: boolean;
  readonly gatewayId?: string;
  readonly tags: Values;
}

interface BaiduVpc {
  readonly id: string;
  readonly gateways: readonly BaiduGateway[];
}

interface BaiduGateway {
  readonly id: string;
  readonly name: string;
  readonly capacity: { readonly kind: string; readonly spec?: string };
  readonly payment: { readonly timing: string };
  readonly addresses: Readonly<Record<string, string>>;
  readonly snatRules: readonly {
    readonly id: string;
    readonly name: string;
    readonly source: string;
    readonly addresses: readonly string[];
  }[];
}

interface BaiduAddress {
  /** The IP. */
  readonly id: string;
  readonly name: string;
  readonly bandwidth: number;
  readonly billingMethod: string;
  readonly payment: { readonly timing: string };
}

interface TencentGateway {
  readonly natId: string;
  readonly name: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly productVersion: number;
  readonly bandwidth: number;
  readonly maxConcurrent: number;
  readonly tags: Values;
  readonly eips: readonly { readonly ip: string }[];
  readonly dnat: readonly {
    readonly protocol: string;
    readonly publicIp: string;
    readonly publicPort: number;
    readonly privateIp: string;
    readonly privatePort: number;
    readonly description: string;
  }[];
  readonly snat: readonly {
    readonly id: string;
    readonly resourceId: string;
    readonly resourceType: string;
    readonly source: string;
    readonly publicIps: readonly string[];
    readonly description: string;
  }[];
}

interface TencentAddress {
  readonly eipId: string;
  readonly ip: string;
  readonly name: string;
  readonly chargeType: string;
  readonly bandwidth: number;
  readonly tags: Values;
}

type Reader = (worlds: Worlds, id: string) => Values | undefined;

const payment = { PostPaid: 'PayAsYouGo', PrePaid: 'Subscription' } as const;
const paymentOf = (word: string) => (word === 'PrePaid' ? payment.PrePaid : payment.PostPaid);

/** What the provider of each cloud reads, by the type of resource, from the import id. */
const readers: Readonly<Record<string, Reader>> = {
  alicloud_nat_gateway: ({ alibaba }, id) => {
    const gateway = alibaba.gateways.find((one) => one.id === id);
    return (
      gateway && {
        nat_gateway_name: gateway.name,
        name: gateway.name,
        description: gateway.description,
        vpc_id: gateway.vpcId,
        vswitch_id: gateway.privateSide?.vSwitchId ?? '',
        nat_type: gateway.natType,
        payment_type: paymentOf(gateway.chargeType),
        instance_charge_type: gateway.chargeType,
        internet_charge_type: gateway.internetChargeType,
        specification: gateway.internetChargeType === 'PayByLcu' ? '' : gateway.spec,
        deletion_protection: gateway.deletionProtection,
        eip_bind_mode: gateway.eipBindMode,
        icmp_reply_enabled: gateway.icmpReply,
        network_type: 'internet',
        private_link_enabled: false,
        snat_table_ids: gateway.snat.id,
        forward_table_ids: gateway.forward.id,
        status: 'Available',
        tags: gateway.tags,
      }
    );
  },
  alicloud_eip_address: ({ alibaba }, id) => {
    const eip = alibaba.addresses.find((one) => one.id === id);
    return (
      eip && {
        address_name: eip.name,
        name: eip.name,
        description: eip.description,
        ip_address: eip.ip,
        allocation_id: eip.id,
        bandwidth: eip.bandwidth,
        isp: eip.isp,
        payment_type: paymentOf(eip.chargeType),
        instance_charge_type: eip.chargeType,
        internet_charge_type: eip.internetChargeType,
        deletion_protection: eip.deletionProtection,
        security_protection_types: [],
        status: 'InUse',
        tags: eip.tags,
      }
    );
  },
  alicloud_eip_association: ({ alibaba }, id) => {
    const [allocation = '', instance = ''] = id.split(':');
    const eip = alibaba.addresses.find((one) => one.id === allocation && one.gatewayId === instance);
    return (
      eip && {
        allocation_id: allocation,
        instance_id: instance,
        instance_type: 'Nat',
        mode: 'NAT',
        private_ip_address: '',
        vpc_id: '',
      }
    );
  },
  alicloud_snat_entry: ({ alibaba }, id) => {
    const [table = '', rule = ''] = id.split(':');
    const entry = alibaba.gateways
      .find(({ snat }) => snat.id === table)
      ?.snat.entries.find((one) => one.id === rule);
    return (
      entry && {
        snat_table_id: table,
        snat_entry_id: rule,
        snat_entry_name: entry.name,
        snat_ip: entry.addresses.join(','),
        source_vswitch_id: entry.sourceVSwitchId,
        source_cidr: entry.sourceCidr,
        eip_affinity: Number(entry.affinity),
        status: 'Available',
      }
    );
  },
  alicloud_forward_entry: ({ alibaba }, id) => {
    const [table = '', rule = ''] = id.split(':');
    const entry = alibaba.gateways
      .find(({ forward }) => forward.id === table)
      ?.forward.entries.find((one) => one.id === rule)?.mapping;
    return (
      entry && {
        forward_table_id: table,
        forward_entry_id: rule,
        forward_entry_name: entry.name,
        name: entry.name,
        external_ip: entry.externalIp,
        external_port: entry.externalPort,
        internal_ip: entry.internalIp,
        internal_port: entry.internalPort,
        /** Listings of today answer in lower case; the emulator shows the words of the document. */
        ip_protocol: entry.protocol.toLowerCase(),
        status: 'Available',
      }
    );
  },
  baiducloud_nat_gateway: ({ baidu }, id) => {
    const [vpc, gateway] = baiduGateway(baidu, id) ?? [];
    return (
      gateway && {
        name: gateway.name,
        vpc_id: vpc?.id,
        billing: { payment_timing: gateway.payment.timing },
        spec: gateway.capacity.kind === 'enhanced' ? null : gateway.capacity.spec,
        snat_eips: gateway.capacity.kind === 'enhanced' ? [] : Object.keys(gateway.addresses),
        status: 'active',
        expired_time: '',
      }
    );
  },
  baiducloud_nat_snat_rule: ({ baidu }, id) => {
    const [nat = '', rule = ''] = id.split(':');
    const found = baiduGateway(baidu, nat)?.[1].snatRules.find((one) => one.id === rule);
    return found && { rule_name: found.name, source_cidr: found.source, public_ips_address: found.addresses };
  },
  baiducloud_eip: ({ baidu }, id) => {
    const eip = Object.values(baidu.regions)
      .flatMap(({ addresses }) => addresses)
      .find((one) => one.id === id);
    return (
      eip && {
        eip: eip.id,
        name: eip.name,
        bandwidth_in_mbps: eip.bandwidth,
        billing_method: eip.billingMethod,
        payment_timing: eip.payment.timing,
        eip_instance_type: 'normal',
        share_group_id: '',
        status: 'binded',
      }
    );
  },
  baiducloud_eip_association: ({ baidu }, id) => {
    const gateway = Object.values(baidu.regions)
      .flatMap(({ vpcs }) => vpcs.flatMap(({ gateways }) => gateways))
      .find(({ addresses }) => Object.hasOwn(addresses, id));
    return gateway && { eip: id, instance_id: gateway.id, instance_type: 'NAT' };
  },
  tencentcloud_nat_gateway: ({ tencentVpc }, id) => {
    const gateway = tencentVpc.gateways.find(({ natId }) => natId === id);
    return (
      gateway && {
        name: gateway.name,
        vpc_id: gateway.vpcId,
        zone: gateway.zone,
        subnet_id: '',
        nat_product_version: gateway.productVersion,
        max_concurrent: gateway.maxConcurrent,
        bandwidth: gateway.bandwidth,
        assigned_eip_set: gateway.eips.map(({ ip }) => ip),
        stock_public_ip_addresses_bandwidth_out: 20,
        tags: gateway.tags,
      }
    );
  },
  tencentcloud_eip: ({ tencentVpc }, id) => {
    const eip = tencentVpc.eips.find(({ eipId }) => eipId === id);
    return (
      eip && {
        name: eip.name,
        public_ip: eip.ip,
        type: 'EIP',
        internet_charge_type: eip.chargeType,
        internet_max_bandwidth_out: eip.bandwidth,
        status: 'BIND',
        tags: eip.tags,
      }
    );
  },
  tencentcloud_nat_gateway_snat: ({ tencentVpc }, id) => {
    const [nat = '', resource = ''] = id.split('#');
    const rule = tencentVpc.gateways
      .find(({ natId }) => natId === nat)
      ?.snat.findLast(({ resourceId }) => resourceId === resource);
    const subnet = rule?.resourceType === 'SUBNET';
    return (
      rule && {
        nat_gateway_id: nat,
        resource_type: rule.resourceType,
        subnet_id: subnet ? resource : '',
        subnet_cidr_block: subnet ? rule.source : '',
        instance_id: subnet ? '' : resource,
        instance_private_ip_addr: subnet ? '' : rule.source,
        public_ip_addr: rule.publicIps,
        description: rule.description,
        snat_id: rule.id,
      }
    );
  },
  tencentcloud_dnat: ({ tencentVpc }, id) => {
    const [, protocol = '', vpc = '', nat = '', ip = '', port = ''] =
      /^(\w+):\/\/([^:]+):([^@]+)@([^:]+):(\d+)$/.exec(id) ?? [];
    const rule = tencentVpc.gateways
      .find(({ natId, vpcId }) => natId === nat && vpcId === vpc)
      ?.dnat.find(({ publicIp, publicPort }) => publicIp === ip && `${publicPort}` === port);
    return (
      (rule?.protocol === protocol && {
        vpc_id: vpc,
        nat_id: nat,
        protocol: rule.protocol,
        elastic_ip: ip,
        elastic_port: port,
        private_ip: rule.privateIp,
        private_port: `${rule.privatePort}`,
        description: rule.description,
      }) ||
      undefined
    );
  },
};

function baiduGateway(
  { regions }: Worlds['baidu'],
  id: string,
): readonly [BaiduVpc, BaiduGateway] | undefined {
  const all = Object.values(regions).flatMap(({ vpcs }) =>
    vpcs.flatMap((vpc) => vpc.gateways.map((gateway) => [vpc, gateway] as const)),
  );
  return all.find(([, gateway]) => gateway.id === id);
}

/** Reads the world of an emulator as it is at each call. */
export const readerOf =
  (emulator: Pick<Emulator, 'world'>): WorldReader =>
  (type, id) =>
    readers[type]?.(emulator.world() as unknown as Worlds, id);
