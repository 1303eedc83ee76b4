/** What this emulator does where the documents are silent or contradict themselves. The README shows these tables. */
export interface Choice {
  readonly topic: string;
  readonly choice: string;
  readonly reason: string;
}

/** As a documented row, with the reason for it. */
export type ChosenRow = readonly [status: number, code: string, message: string, reason: string];

/** Rows chosen for rules without a documented one. */
export const chosenRefusals = {
  'address-busy': [
    400,
    'TaskConflict',
    'The operation is too frequent, TaskConflict.',
    'An EIP on its way to or from the gateway is a conflicting task; listed for DeleteNatGateway today.',
  ],
  'address-of-another-region': [
    400,
    'InvalidBindingStatus',
    'The EIP and the instance are in different regions.',
    'No code is documented for two regions; this one stands for bindings that cannot be.',
  ],
  'charge-type-by-usage': [
    400,
    'InvalidParameter.InternetChargeType.ValueNotSupported',
    'The specified InternetChargeType is not valid.',
    'Follows the pattern of InvalidParameter.Spec.ValueNotSupported.',
  ],
  'forward-port-mapping': [
    400,
    'InvalidExternalPort.Malformed',
    'The specified ExternalPort is not a valid port.',
    'Any needs Any on both sides and ranges equal length; the port is what does not fit.',
  ],
  'forward-same-address': [
    400,
    'InvalidExternalIp.Malformed',
    'The specified ExternalIp is not a valid IP address.',
    'ExternalIp must differ from InternalIp; no code is documented.',
  ],
  'gateway-quota': [
    400,
    'OperationFailed.EnhancedQuotaExceeded',
    'Operation failed because the maximum number of enhanced NAT gateways in the same VPC is exceeded.',
    'The only documented code for gateways per VPC; a second Normal gateway fails for its route first.',
  ],
  'normal-out-of-stock': [
    400,
    'OrderFailed.ResourceNotEnough',
    'The order failed because the resource is not enough.',
    'Stock is only documented for Enhanced gateways; order failures of this API begin with OrderFailed.',
  ],
  'parameter-malformed': [
    400,
    'InvalidParameter.{name}.Malformed',
    'The specified {name} is not valid.',
    'The pattern of InvalidParameter.Name.Malformed.',
  ],
  'parameter-missing': [
    400,
    'Missing{name}',
    '{name} is mandatory for this action.',
    'What the API gateway answers; operations with a documented MissingParameter row answer that.',
  ],
  'parameter-unsupported': [
    400,
    'InvalidParameter.{name}.ValueNotSupported',
    'The specified {name} is not valid.',
    'The pattern of InvalidParameter.Spec.ValueNotSupported.',
  ],
  'shared-package-in-use': [
    400,
    'BandwidthPackageOperation.conflict',
    'The bandwidth package is in use or being modified.',
    'The conflict code clients of shared packages retry on.',
  ],
  'snat-source-invalid': [
    400,
    'INVALID_PARAMETER',
    'The parameter invalid.',
    'Both sources, neither, or text that is no CIDR block: the generic row of CreateSnatEntry.',
  ],
  'tag-resource-not-found': [
    404,
    'InvalidResourceId.NotFound',
    'The specified ResourceId is not found.',
    'The pattern of the other NotFound codes.',
  ],
  'vswitch-full': [
    400,
    'ZONE_NO_AVAILABLE_IP',
    'The Zone have no available ip.',
    'The only documented code for want of an address; a vSwitch stands for its zone.',
  ],
} as const satisfies Readonly<Record<string, ChosenRow>>;
