package hostile

import "net/http"

// elsewhere is another origin. It records what it is sent, and refuses everything.
func (p *Provider) elsewhere(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse(w, r, Elsewhere, http.StatusBadRequest, "invalid_request", "this is another server")
}
