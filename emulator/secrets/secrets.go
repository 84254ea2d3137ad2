// Package secrets stands in for Secret Manager. It answers AccessSecretVersion
// from memory, and no other call.
package secrets

import (
	"context"
	"fmt"
	"net"
	"regexp"
	"strconv"
	"sync"

	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Server is the stand-in. It is safe for concurrent use.
type Server struct {
	secretmanagerpb.UnimplementedSecretManagerServiceServer

	grpc *grpc.Server

	mu       sync.Mutex
	versions map[string][][]byte
}

// Serve starts the stand-in on a listener.
func Serve(l net.Listener) *Server {
	s := &Server{grpc: grpc.NewServer(), versions: map[string][][]byte{}}
	secretmanagerpb.RegisterSecretManagerServiceServer(s.grpc, s)
	go func() { _ = s.grpc.Serve(l) }() // ends with Close
	return s
}

// Close stops the stand-in and closes its listener.
func (s *Server) Close() { s.grpc.Stop() }

// Add adds a version to a secret, "projects/p/secrets/s", and returns the name of
// the newest version, whichever that is.
func (s *Server) Add(secret string, payload []byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.versions[secret] = append(s.versions[secret], payload)
	return secret + "/versions/latest"
}

var versionName = regexp.MustCompile(`^(projects/[^/]+/secrets/[A-Za-z0-9_-]{1,255})/versions/(latest|[1-9][0-9]*)$`)

// AccessSecretVersion returns a version's payload.
func (s *Server) AccessSecretVersion(
	_ context.Context, req *secretmanagerpb.AccessSecretVersionRequest,
) (*secretmanagerpb.AccessSecretVersionResponse, error) {
	part := versionName.FindStringSubmatch(req.GetName())
	if part == nil {
		return nil, status.Errorf(codes.InvalidArgument, "Resource name %q is malformed.", req.GetName())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.versions[part[1]]
	number := len(all)
	if part[2] != "latest" {
		number, _ = strconv.Atoi(part[2]) // the pattern ensures digits; a number too large is out of range
	}
	if number < 1 || number > len(all) {
		return nil, status.Errorf(codes.NotFound, "Secret Version [%s] not found.", req.GetName())
	}
	return &secretmanagerpb.AccessSecretVersionResponse{
		Name:    fmt.Sprintf("%s/versions/%d", part[1], number),
		Payload: &secretmanagerpb.SecretPayload{Data: all[number-1]},
	}, nil
}
