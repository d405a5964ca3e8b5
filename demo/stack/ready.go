package stack

import (
	"context"
	"errors"
	"time"

	"quartet.example/shared/web"
)

const (
	readyWithin = 5 * time.Second // a service that depends on a server elsewhere may take longer; /readyz then gives the reason
	readyEvery  = 5 * time.Millisecond
)

// await waits until every service is ready. The resource server, for example, needs the keys of
// the authorization server first. A service that is not ready within readyWithin is logged, and is
// not an error, because it keeps trying.
func (r *Running) await(ctx context.Context, o Options) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	ask := httpClient(r.trusted(), "localhost", readyWithin)
	for _, s := range r.Settings.Services() {
		for !o.leavesOut(s.Name) {
			err := web.HealthCheck(ctx, ask, r.Address(s.Name)+"/readyz")
			if err == nil {
				break
			}
			select {
			case <-r.failed:
				return errors.New("a service ended while the stack began")
			case <-ctx.Done():
				o.Log.Warn("not ready yet, see /readyz", "service", s.Name, "cause", err)
				return nil
			case <-time.After(readyEvery):
			}
		}
	}
	return nil
}
