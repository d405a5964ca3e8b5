package stateview

import (
	"slices"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
)

// View is what each role holds.
type View struct {
	Roles []Role `json:"roles"`
}

// Role is one role and what it holds.
type Role struct {
	Key       string          `json:"role"` // such as trace.Client; "redis" for Redis
	Answered  bool            `json:"answered"`
	Processes int             `json:"processes,omitempty"` // of the service, that answered
	Time      time.Time       `json:"ts"`                  // the clock of the role, from which times count
	Sections  []state.Section `json:"sections,omitempty"`
}

// Services are the services that are asked, in the order of the page.
func Services() []string { return []string{trace.Client, trace.AuthServer, trace.ResourceServer} }

// New returns what the browser and the services hold. hops are all recorded messages, oldest first;
// answers are those of the services.
func New(now time.Time, hops []*flow.Hop, answers []state.Snapshot) View {
	v := View{Roles: []Role{{Key: trace.Browser, Answered: true, Time: now, Sections: cookies(hops, now)}}}
	for _, service := range Services() {
		v.Roles = append(v.Roles, role(service, now, answers))
	}
	for r := range v.Roles {
		for s := range v.Roles[r].Sections {
			if section := &v.Roles[r].Sections[s]; section.ID == state.Families {
				addTokens(section, hops, v.Roles[r].Time)
			}
		}
	}
	return v
}

// role returns what a service holds: what is in Redis once, and what is in memory for each process.
func role(service string, now time.Time, answers []state.Snapshot) Role {
	r := Role{Key: service, Time: now}
	own := slices.DeleteFunc(slices.Clone(answers), func(s state.Snapshot) bool { return s.Service != service })
	for i, s := range own {
		r.Answered, r.Processes = true, i+1
		if i == 0 {
			r.Time = s.Time
		}
		for _, section := range s.Sections {
			if i > 0 && !section.Local {
				continue
			}
			if section.Local && len(own) > 1 {
				section.ID, section.Name = section.ID+"-"+s.Instance, section.Name+" (process "+s.Instance+")"
			}
			r.Sections = append(r.Sections, section)
		}
	}
	return r
}
