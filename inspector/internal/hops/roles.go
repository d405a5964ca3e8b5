package hops

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"quartet.example/inspector/internal/ui"
)

const (
	probeTimeout = 800 * time.Millisecond
	probeAge     = 2 * time.Second // a status is reused for this long
)

// Role is a service whose readiness is shown.
type Role struct{ Key, URL string }

// Roles asks the services for their readiness, at most every two seconds.
type Roles struct {
	http  *http.Client
	now   func() time.Time
	roles []Role

	mu    sync.Mutex
	asked time.Time
	last  []ui.RoleStatus
}

// NewRoles returns Roles for the services that have a URL.
func NewRoles(client *http.Client, now func() time.Time, roles ...Role) *Roles {
	r := &Roles{http: client, now: now}
	for _, role := range roles {
		if role.URL != "" {
			r.roles = append(r.roles, role)
		}
	}
	return r
}

// Status returns which services are ready.
func (r *Roles) Status(ctx context.Context) []ui.RoleStatus {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last != nil && r.now().Sub(r.asked) < probeAge {
		return r.last
	}
	r.last, r.asked = r.ask(context.WithoutCancel(ctx)), r.now()
	return r.last
}

func (r *Roles) ask(ctx context.Context) []ui.RoleStatus {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	all := make([]ui.RoleStatus, len(r.roles))
	var asking sync.WaitGroup
	for i, role := range r.roles {
		asking.Go(func() { all[i] = ui.RoleStatus{Key: role.Key, URL: role.URL, Ready: r.ready(ctx, role.URL)} })
	}
	asking.Wait()
	return all
}

func (r *Roles) ready(ctx context.Context, base string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/readyz", nil)
	if err != nil {
		return false
	}
	resp, err := r.http.Do(req)
	if err != nil {
		return false
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 4<<10)) // so that the connection can be reused
	return resp.StatusCode == http.StatusOK
}
