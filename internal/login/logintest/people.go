package logintest

import (
	"context"
	"sync"

	"steady/person"
)

// People is who has pages of their own, changed by Set and Leave.
type People struct {
	mu  sync.Mutex
	all map[person.UserID]bool
}

// NewPeople returns a list of these people.
func NewPeople(ids ...person.UserID) *People {
	p := &People{all: map[person.UserID]bool{}}
	for _, id := range ids {
		p.all[id] = true
	}
	return p
}

// Leave takes somebody off the list.
func (p *People) Leave(id person.UserID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.all, id)
}

// Has implements login.People.
func (p *People) Has(_ context.Context, id person.UserID) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.all[id], nil
}
