package main

// firstSeen presents each token once.
func (l *loads) firstSeen(s *subject) ([]worker, error) {
	return each(func(do ask) error {
		raw, err := l.unseenToken()
		if err != nil {
			return err
		}
		return asked(do)(get(s.API+"/whoami", "Authorization", "Bearer "+raw))
	})
}

func (l *loads) unseenToken() (string, error) {
	if i := int(l.unseen.Add(1)); i < len(l.tokens) {
		return l.tokens[i], nil
	}
	return l.sign() // signed on the way: the time of the load does not count
}

// seenBefore presents one token again and again.
func (l *loads) seenBefore(s *subject) ([]worker, error) {
	raw, err := l.sign()
	if err != nil {
		return nil, err
	}
	return each(func(do ask) error { return asked(do)(get(s.API+"/whoami", "Authorization", "Bearer "+raw)) })
}

// proxied calls the API through the client, with a live session for each connection.
func (l *loads) proxied(s *subject) ([]worker, error) {
	people, err := l.people(s)
	if err != nil {
		return nil, err
	}
	workers := make([]worker, connections)
	for i := range workers {
		workers[i] = func(do ask) error {
			return asked(do)(get(s.App+"/api/whoami", "X-Requested-With", "quartet", "Cookie", people[i].app))
		}
	}
	return workers, nil
}
