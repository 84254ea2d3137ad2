package rules

import (
	"context"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// What the emulator answers when something else happens to a document at the same moment:
// to a rule that looks it up, and to a write. Firestore itself looks and tries again.
const (
	noLook = "Service call error. Function: [get]"
	noLock = "Transaction lock timeout"
)

// PastLapses makes a call again that the emulator failed by a lapse of its own.
func PastLapses(ctx context.Context, method string, req, reply any, conn *grpc.ClientConn, call grpc.UnaryInvoker, o ...grpc.CallOption) error {
	const most = 5
	for n := 1; ; n++ {
		err := call(ctx, method, req, reply, conn, o...)
		if n == most || !isLapse(err) {
			return err
		}
	}
}

func isLapse(err error) bool {
	text := status.Convert(err).Message()
	switch status.Code(err) {
	case codes.PermissionDenied:
		return strings.Contains(text, noLook)
	case codes.Aborted:
		return strings.Contains(text, noLock)
	default:
		return false
	}
}
