// <linux/netlink.h>, <linux/sock_diag.h>, <bits/socket.h>

export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const AF_NETLINK = 16;
export const AF_PACKET = 17;

export const SOCK_RAW = 3;
export const SOCK_CLOEXEC = 0o2000000;

export const MSG_TRUNC = 0x20;
export const MSG_DONTWAIT = 0x40;

export const NETLINK_SOCK_DIAG = 4;
export const SOCK_DIAG_BY_FAMILY = 20;
/** <linux/inet_diag.h>. The answer's messages have the type of the question. */
export const TCPDIAG_GETSOCK = 18;

export const NLM_F_REQUEST = 0x01;
/** Set in an answer that changed while the kernel put it together: it may lack rows or have them twice. */
export const NLM_F_DUMP_INTR = 0x10;
/** NLM_F_ROOT | NLM_F_MATCH */
export const NLM_F_DUMP = 0x300;

export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;
export const NLMSG_OVERRUN = 4;

/** struct nlmsghdr: `u32 nlmsg_len, u16 nlmsg_type, u16 nlmsg_flags, u32 nlmsg_seq, u32 nlmsg_pid`. */
export const NLMSG_HDRLEN = 16;

/** struct nlattr: `u16 nla_len, u16 nla_type`; the length counts this header, not the padding after the value. */
export const NLA_HDRLEN = 4;
/** NLA_F_NESTED and NLA_F_NET_BYTEORDER are the two bits above. */
export const NLA_TYPE_MASK = 0x3fff;

/** NLMSG_ALIGN and NLA_ALIGN: messages and attributes begin at multiples of 4. */
export const align = (length: number): number => (length + 3) & ~3;
