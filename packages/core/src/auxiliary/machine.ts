/** The virtual machine's data, as the machinery and the auxiliaries need it. */
export interface Machine {
  readonly name: string;
  /** Which machinery drives it (`process`, `qemu`, …). */
  readonly machinery?: string;
  /** IPv4 or IPv6 address inside the analysis network. */
  readonly ip?: string;
  /** Ethernet address, `aa:bb:cc:dd:ee:ff`. */
  readonly mac?: string;
  /** Host-side network interface that all the machine's traffic crosses. */
  readonly interface?: string;
  readonly snapshot?: string;
  /** TCP port of the agent inside the guest: control traffic, not the program's. */
  readonly agentPort?: number;
  /** Where the guest's agent sends its results: control traffic, not the program's. */
  readonly resultServerIp?: string;
  readonly resultServerPort?: number;
  /** Unix socket where any number of QMP clients may connect, from before the machine exists until it is off. */
  readonly qmp?: string;
  /** Unix socket of the serial console; there once the machine is started. */
  readonly console?: string;
  /** Unix socket of the virtio-serial port `agent`, for a program in the guest; there once the machine is started. */
  readonly agent?: string;
  /** Unix socket, or `host:port`, of the VNC server; there once the machine is started. */
  readonly vnc?: string;
  /** X display of this host or another that shows the machine's screen, `:0` or `host:0`. */
  readonly display?: string;
  /** QEMU's id of the machine's network backend, for captures inside QEMU. */
  readonly netdev?: string;
  /** What runs the guest's instructions: `kvm`, or `tcg` (emulation, many times slower). */
  readonly accel?: string;
  /** Memory in MiB. */
  readonly memory?: number;
  readonly [key: string]: unknown;
}
