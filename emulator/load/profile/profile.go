// Package profile takes processor profiles of functions while they run. Their processes serve them
// at a socket in a folder that an environment variable names; the product knows nothing of it.
package profile

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Folder is the environment variable that names the folder of the sockets.
const Folder = "EMULATOR_PROFILES"

// Serve serves the profiles of this process, a function of that name, if it was told to.
func Serve(name string) error {
	folder := os.Getenv(Folder)
	if folder == "" {
		return nil
	}
	l, err := net.Listen("unix", socket(folder, name))
	if err != nil {
		return fmt.Errorf("profiles: %w", err)
	}
	server := &http.Server{Handler: http.HandlerFunc(pprof.Profile), ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(l) }()
	return nil
}

func socket(folder, name string) string { return filepath.Join(folder, name) }

// Take takes a profile of a function for a while and writes it to a file, for go tool pprof.
func Take(ctx context.Context, folder, name string, d time.Duration, path string) error {
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket(folder, name))
	}}
	defer transport.CloseIdleConnections()
	seconds := strconv.Itoa(max(int(d/time.Second), 1))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://profile/?seconds="+seconds, http.NoBody)
	if err != nil {
		return fmt.Errorf("profile %s: %w", name, err)
	}
	res, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		return fmt.Errorf("profile %s: %w", name, err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("profile %s: %s", name, res.Status)
	}
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("profile %s: %w", name, err)
	}
	if _, err := io.Copy(file, res.Body); err != nil {
		_ = file.Close()
		return fmt.Errorf("profile %s: %w", name, err)
	}
	return file.Close()
}
