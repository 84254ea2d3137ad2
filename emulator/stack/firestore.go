package stack

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// owner are the credentials that a Firestore emulator lets pass every rule.
type owner struct{}

func (owner) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer owner"}, nil
}

func (owner) RequireTransportSecurity() bool { return false }

// Firestore connects to a Firestore emulator, past all rules, without the
// environment's help.
func Firestore(ctx context.Context, host, project string) (*firestore.Client, error) {
	return connect(ctx, host, project, grpc.WithPerRPCCredentials(owner{}))
}

// clients connects to it without credentials: who calls is said with each call, see
// rules.As.
func clients(ctx context.Context, host, project string) (*firestore.Client, error) {
	return connect(ctx, host, project)
}

func connect(ctx context.Context, host, project string, o ...grpc.DialOption) (*firestore.Client, error) {
	o = append(o, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithStreamInterceptor(politely))
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
