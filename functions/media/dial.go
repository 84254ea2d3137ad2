package media

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"time"
)

// errInside says that a name resolved to an address outside the public Internet.
var errInside = errors.New("the host's address is not a public one")

// dialer connects to public addresses only, unless inside is allowed. It checks
// the address of each connection after the look-up, so a name that later resolves
// to a different address gains nothing.
func dialer(inside bool) *net.Dialer {
	d := &net.Dialer{Timeout: 5 * time.Second}
	if !inside {
		d.Control = func(_, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("%w: %w", errInside, err)
			}
			if !public(to.Addr()) {
				return errInside
			}
			return nil
		}
	}
	return d
}

// public reports whether an address belongs to the public Internet. IANA's
// special-purpose ranges do not, and neither do IPv6 addresses that embed an IPv4
// one.
func public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if ip.Zone() != "" || !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false // loopback, link-local, multicast, unspecified; RFC 1918 and fc00::/7
	}
	for _, special := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
		"198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
		"5f00::/16", "fec0::/10",
	} {
		if netip.MustParsePrefix(special).Contains(ip) {
			return false
		}
	}
	return true
}
