"""The addresses of the messages."""

from django.urls import path

from tocsin.web.messages import queue, received, setting_aside, trial
from tocsin.web.refusals import shown

urlpatterns = [
    path("messages", received.messages, name="messages"),
    path("messages/<int:id>", received.message, name="message"),
    path("messages/<int:id>/raw", received.raw, name="message-raw"),
    path("messages/queue", queue.queue, name="queue"),
    path("messages/queue/word", shown(queue.word), name="queue-word"),
    path("messages/queue/place", shown(queue.place), name="queue-place"),
    path("messages/queue/replay", shown(queue.replay), name="queue-replay"),
    path("messages/<int:id>/aside", shown(setting_aside.set_aside), name="message-aside"),
    path("messages/aside/<int:number>/undo", shown(setting_aside.take_back), name="aside-undo"),
    path("messages/try", shown(trial.trial), name="try"),
]
