package stack

import (
	"context"
	"fmt"
	"strings"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/terraform"
)

// owner holds the credentials that a Firestore emulator exempts from the rules.
type owner struct{}

func (owner) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer owner"}, nil
}

func (owner) RequireTransportSecurity() bool { return false }

// Firestore connects to a Firestore emulator, exempt from the rules, ignoring the
// environment.
func Firestore(ctx context.Context, host, project string) (*firestore.Client, error) {
	return connect(ctx, host, project, grpc.WithPerRPCCredentials(owner{}))
}

// clients connects to it without credentials: each call says who makes it, see
// rules.As.
func clients(ctx context.Context, host, project string) (*firestore.Client, error) {
	return connect(ctx, host, project, grpc.WithUnaryInterceptor(pastLapses))
}

// lapse is in the emulator's answer when a rule could not look a document up, because of
// something else that happened to it at that moment. Firestore itself looks again.
const lapse = "Service call error. Function: [get]"

// pastLapses makes a call again that was denied by a lapse.
func pastLapses(ctx context.Context, method string, req, reply any, conn *grpc.ClientConn, call grpc.UnaryInvoker, o ...grpc.CallOption) error {
	const most = 5
	for n := 1; ; n++ {
		err := call(ctx, method, req, reply, conn, o...)
		if n == most || status.Code(err) != codes.PermissionDenied || !strings.Contains(status.Convert(err).Message(), lapse) {
			return err
		}
	}
}

func connect(ctx context.Context, host, project string, o ...grpc.DialOption) (*firestore.Client, error) {
	o = append(o, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithStreamInterceptor(leavingPolitely))
	conn, err := grpc.NewClient(host, o...)
	if err != nil {
		return nil, fmt.Errorf("Firestore: %w", err)
	}
	db, err := firestore.NewClient(ctx, project, option.WithGRPCConn(conn))
	if err != nil {
		return nil, fmt.Errorf("Firestore: %w", err)
	}
	return db, nil
}

// provisionFirestore loads the rules before anybody but the functions can make a
// request, and writes the configuration.
func (s *Stack) provisionFirestore(ctx context.Context) error {
	text := terraform.Rules()
	if s.options.Passwords {
		text = terraform.RulesWithPasswords(false)
	}
	err := rules.Load(ctx, s.FirestoreHost, s.Project, text)
	if err != nil {
		return err
	}
	if s.Firestore, err = Firestore(s.ctx, s.FirestoreHost, s.Project); err != nil {
		return err
	}
	if s.Clients, err = clients(s.ctx, s.FirestoreHost, s.Project); err != nil {
		return err
	}
	s.wg.Go(s.shiftLeases)
	_, err = s.Configure(ctx, s.options.Config)
	return err
}
