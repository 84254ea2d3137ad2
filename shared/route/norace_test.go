//go:build !race

package route_test

// racing is whether the race detector is on, under which times mean nothing.
const racing = false
