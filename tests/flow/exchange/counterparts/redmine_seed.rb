# What a provider sets up in Redmine for a client: a private project, two people, a workflow that requires a resolution, our reference.
require File.join(Dir.pwd, 'config/environment')
Redmine::DefaultData::Loader.load('en')
Setting.rest_api_enabled = '1'
Setting.notified_events = []
client = Role.create!(name: 'Client', permissions: %i[view_issues add_issues edit_issues add_issue_notes view_private_notes])
agent = Role.find_by(name: 'Manager')
agent.add_permission!(:set_notes_private)
tracker = Tracker.find_by(name: 'Support')
states = IssueStatus.all.index_by(&:name)
[['New', 'In Progress'], ['New', 'Resolved'], ['In Progress', 'Resolved'], ['Resolved', 'In Progress'], ['Resolved', 'Closed'],
 ['Closed', 'In Progress']].each do |from, to|
  WorkflowTransition.create!(role_id: client.id, tracker_id: tracker.id, old_status_id: states[from].id, new_status_id: states[to].id)
end
WorkflowTransition.create!(role_id: client.id, tracker_id: tracker.id, old_status_id: 0, new_status_id: states['New'].id)
IssueCustomField.create!(name: 'Client reference', field_format: 'string', is_filter: true, is_for_all: true, trackers: [tracker])
why = IssueCustomField.create!(name: 'Resolution', field_format: 'string', is_for_all: true, trackers: [tracker])
WorkflowPermission.create!(
  role_id: client.id, tracker_id: tracker.id, old_status_id: states['Closed'].id, field_name: why.id.to_s, rule: 'required'
)
project = Project.create!(
  name: 'Hosting', identifier: 'hosting', is_public: false, trackers: [tracker], enabled_module_names: ['issue_tracking']
)
{ 'tocsin' => client, 'morvan' => agent }.each do |login, role|
  user = User.new(firstname: login.capitalize, lastname: 'Desk', mail: "#{login}@desk.example", status: 1, language: 'en')
  user.login, user.password, user.password_confirmation = login, 'desk-secret', 'desk-secret'
  user.save!
  Member.create!(user_id: user.id, project_id: project.id, roles: [role])
end
token = Token.create!(user: User.find_by(login: 'tocsin'), action: 'api')
File.write(File.join(Redmine.root.to_s, 'key'), token.value)
